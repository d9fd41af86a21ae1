using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Graft.Text.Unicode;

/// <summary>
/// Finds where chars of a set stand, 64 chars at once. The set is one of ASCII chars; every char beyond ASCII is found as
/// well, for the caller to look at more closely.
/// </summary>
/// <remarks>
/// Each char's low four bits choose a byte whose bit h says whether the char with the high bits h is in the set (Mula and
/// Lemire, "Base64 encoding and decoding at almost the speed of a memory copy", 2019, look bytes up in the same way).
/// </remarks>
internal sealed class AsciiSet
{
    /// <summary>Chars looked at by one call.</summary>
    public const int BlockLength = 64;

    private static readonly Vector128<byte> HighBits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    private readonly Vector128<byte> _byLowBits;

    /// <summary>Creates a set.</summary>
    /// <param name="contains">Whether an ASCII char is in it.</param>
    public AsciiSet(Func<char, bool> contains)
    {
        Span<byte> byLowBits = stackalloc byte[16];
        byLowBits.Clear();
        for (char c = '\0'; c < 0x80; c++)
        {
            byLowBits[c & 15] |= (byte)(contains(c) ? 1 << (c >> 4) : 0);
        }

        _byLowBits = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(byLowBits));
    }

    /// <summary>Where chars of the set, or beyond ASCII, stand in the next 64 chars: bit i for the char at start + i.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to begin, before the text's end; places behind it are not found.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ReadOnlySpan<char> text, int start)
    {
        int rest = text.Length - start;
        if (rest >= BlockLength)
        {
            return Find(ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start)));
        }

        return FindInRest(text[start..]);
    }

    private ulong FindInRest(ReadOnlySpan<char> rest)
    {
        Span<char> block = stackalloc char[BlockLength];
        rest.CopyTo(block);
        return Find(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(block))) & ((1UL << rest.Length) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Find(ref ushort block) =>
        Find16(ref block) | ((ulong)Find16(ref Unsafe.Add(ref block, 16)) << 16)
        | ((ulong)Find16(ref Unsafe.Add(ref block, 32)) << 32) | ((ulong)Find16(ref Unsafe.Add(ref block, 48)) << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Find16(ref ushort chars)
    {
        // What is beyond Latin-1 becomes 0xFF.
        Vector128<byte> bytes = Vector128.NarrowWithSaturation(Vector128.LoadUnsafe(ref chars), Vector128.LoadUnsafe(ref chars, 8));
        Vector128<byte> member = Vector128.ShuffleNative(_byLowBits, bytes & Vector128.Create((byte)15))
            & Vector128.ShuffleNative(HighBits, (bytes >>> 4) & Vector128.Create((byte)15));
        return (~Vector128.Equals(member, Vector128<byte>.Zero) | bytes).ExtractMostSignificantBits();
    }
}
