using System.Numerics;

namespace Graft.Text.Models;

/// <summary>
/// Which lengths the pieces have that begin with the same three chars, so that a search for the longest piece need not
/// try every length. May name lengths that do not occur, but never misses one.
/// </summary>
internal sealed class PieceLengths
{
    private const int Slots = 1 << 12, Beginning = 3;

    // The last bit stands for this length and all above.
    private const int Longest = 63;

    // Pieces shorter than the beginning that is looked at are always tried.
    private const ulong Short = (1UL << Beginning) - 2;

    private readonly ulong[] _lengths = new ulong[Slots];

    /// <summary>Takes a piece, without the prefix that marks it as one within a word.</summary>
    public void Add(ReadOnlySpan<char> piece)
    {
        if (piece.Length >= Beginning)
        {
            _lengths[Slot(piece)] |= 1UL << Math.Min(piece.Length, Longest);
        }
    }

    /// <summary>The lengths of the pieces that a text may begin with, for <see cref="AtMost"/>.</summary>
    public ulong Of(ReadOnlySpan<char> text) => text.Length < Beginning ? Short : _lengths[Slot(text)] | Short;

    /// <summary>The largest of the lengths that is no larger than a given one; 0 or less if there is none.</summary>
    public static int AtMost(ulong lengths, int length)
    {
        if (length >= Longest && lengths >> Longest != 0)
        {
            return length;
        }

        return 63 - BitOperations.LeadingZeroCount(lengths & ((2UL << Math.Min(length, Longest - 1)) - 1));
    }

    private static int Slot(ReadOnlySpan<char> text)
    {
        ulong beginning = text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32);
        return (int)((beginning * 0x9E3779B97F4A7C15UL) >> (64 - 12));
    }
}
