using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Text;

/// <summary>A word in a <see cref="WordCache"/>: 64 bytes, so that a look takes one line of the processor's cache.</summary>
internal struct CutWord
{
    /// <summary>The number of ids in <see cref="Near"/>: enough for nearly every word.</summary>
    public const int NearIds = 8;

    /// <summary>The word in ASCII, or a hash of it.</summary>
    public Vector128<byte> Key;

    /// <summary>Its first ids.</summary>
    public NearIdArray Near;

    /// <summary>Where the cache keeps its chars; -1 if the key says all.</summary>
    public int Chars;

    /// <summary>Where the cache keeps all its tokens.</summary>
    public int First;

    /// <summary>Its length in chars; 0 marks a free place.</summary>
    public ushort Length;

    /// <summary>The number of its tokens.</summary>
    public ushort Count;

    /// <summary>Ids within the word.</summary>
    [InlineArray(NearIds)]
    public struct NearIdArray
    {
        private int _first;
    }
}
