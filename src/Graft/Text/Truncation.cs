namespace Graft.Text;

/// <summary>The lengths that texts are cut to, and the windows that result.</summary>
internal static class Truncation
{
    /// <summary>How long each text may be so that both together have at most <paramref name="room"/> tokens.</summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second text, or null if there is none.</param>
    /// <param name="room">The maximum without special tokens; negative: nothing is cut.</param>
    /// <param name="strategy">What to cut.</param>
    /// <exception cref="TokenizerException">The one text that may be cut would lose all its tokens, or is missing.</exception>
    public static (int First, int Second) Lengths(int first, int? second, int room, TruncationStrategy strategy)
    {
        int other = second ?? 0;
        if (strategy == TruncationStrategy.None || room < 0)
        {
            return (first, other);
        }

        if (room == 0)
        {
            return (0, 0);
        }

        int remove = first + other - room;
        if (remove <= 0)
        {
            return (first, other);
        }

        switch (strategy)
        {
            case TruncationStrategy.OnlyFirst:
                return (Shorten(first, remove, "first"), other);
            case TruncationStrategy.OnlySecond when second is null:
                throw new TokenizerException(
                    $"truncation is to cut the second text, but there is only one, and it has {first} tokens where {room} are allowed.",
                    remedy: "Truncate the longest first, or only the first.");
            case TruncationStrategy.OnlySecond:
                return (first, Shorten(other, remove, "second"));
            default:
                return second is null ? (room, 0) : LongestFirst(first, other, room);
        }
    }

    /// <summary>The windows of a text: the first is what truncation keeps, the others what it cuts off.</summary>
    /// <param name="length">Tokens of the text.</param>
    /// <param name="keep">The length of a window.</param>
    /// <param name="stride">How many tokens a window shares with the one before.</param>
    /// <param name="side">The end that is cut off.</param>
    /// <exception cref="TokenizerException">The stride leaves no room for new tokens.</exception>
    public static List<TextSpan> Windows(int length, int keep, int stride, TruncationSide side)
    {
        if (keep >= length)
        {
            return [new TextSpan(0, length)];
        }

        if (keep == 0)
        {
            return [new TextSpan(0, 0), new TextSpan(0, length)];
        }

        if (stride >= keep)
        {
            throw new TokenizerException(
                $"the stride ({stride}) must be smaller than the {keep} tokens that a window has room for beside the special tokens.",
                remedy: "Choose a smaller stride or a larger maximum length.");
        }

        List<TextSpan> windows = [];
        for (int done = 0; ; done += keep - stride)
        {
            int end = Math.Min(done + keep, length);
            windows.Add(side == TruncationSide.Right ? new TextSpan(done, end) : new TextSpan(length - end, length - done));
            if (end == length)
            {
                return windows;
            }
        }
    }

    private static int Shorten(int length, int remove, string which) => length > remove
        ? length - remove
        : throw new TokenizerException(
            $"the {which} text has {length} tokens, too few to cut {remove} of them off.",
            remedy: "Raise the maximum length, or truncate the longest first.");

    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        bool swapped = first > second;
        (int shorter, int longer) = swapped ? (second, first) : (first, second);
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + room % 2;
        }

        return swapped ? (longer, shorter) : (shorter, longer);
    }
}
