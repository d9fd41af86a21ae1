using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Graft.Text;

/// <summary>Short ASCII words as 16 bytes, which are quicker to hash and to compare than runs of chars of any length.</summary>
internal static class WordKey
{
    /// <summary>The longest word that is its own key, in chars.</summary>
    public const int LongestWord = 16;

    // Ones for the chars of a word, zeros for what stands behind it: read from LongestWord - length on.
    private static readonly byte[] Ones = [.. Enumerable.Repeat((byte)0xFF, LongestWord), .. new byte[LongestWord]];

    /// <summary>Reads a word.</summary>
    /// <param name="text">The text that the word stands in; what follows the word may be read, but does not count.</param>
    /// <param name="start">The word's first char.</param>
    /// <param name="length">Its length.</param>
    /// <param name="key">Its chars, a byte each, and zeros.</param>
    /// <returns>False for a word that is longer or not ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<char> text, int start, int length, out Vector128<byte> key)
    {
        if (length > LongestWord || start + LongestWord > text.Length)
        {
            return TryReadSlowly(text.Slice(start, length), out key);
        }

        ref ushort chars = ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start));

        // What is not ASCII keeps or gets its high bit.
        key = Vector128.NarrowWithSaturation(Vector128.LoadUnsafe(ref chars), Vector128.LoadUnsafe(ref chars, 8))
            & Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Ones), (nuint)(LongestWord - length));
        return key.ExtractMostSignificantBits() == 0;
    }

    /// <summary>A hash, best in its high bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(Vector128<byte> key)
    {
        ulong low = key.AsUInt64()[0], high = key.AsUInt64()[1];
        return (low ^ BitOperations.RotateLeft(high * 0x9FB21C651E98DF25UL, 29)) * 0x9E3779B97F4A7C15UL;
    }

    private static bool TryReadSlowly(ReadOnlySpan<char> word, out Vector128<byte> key)
    {
        key = default;
        if (word.Length > LongestWord || !Ascii.IsValid(word))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[LongestWord];
        bytes.Clear();
        Ascii.FromUtf16(word, bytes, out _);
        key = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes));
        return true;
    }
}
