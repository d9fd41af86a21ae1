using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Graft.Text;

/// <summary>A quick hash of short strings, four chars at a time.</summary>
internal static class TextHash
{
    /// <summary>The hash of a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text);
        ulong hash = (ulong)bytes.Length * 0x9E3779B97F4A7C15UL;
        while (bytes.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash, 25) ^ MemoryMarshal.Read<ulong>(bytes)) * 0x9FB21C651E98DF25UL;
            bytes = bytes[8..];
        }

        ulong tail = 0;
        if (bytes.Length >= 4)
        {
            tail = MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            tail = (tail << 16) ^ MemoryMarshal.Read<ushort>(bytes);
        }

        hash = (BitOperations.RotateLeft(hash, 25) ^ tail) * 0x9FB21C651E98DF25UL;
        return (uint)(hash >> 32);
    }
}
