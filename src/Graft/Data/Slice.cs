namespace Graft.Data;

/// <summary>A run of rows: "[:1000]", "[10%:20%]", "[-100:]". Ends beyond the rows there are stop at the last one.</summary>
/// <param name="Start">The first row, or null for the first there is.</param>
/// <param name="End">The row after the last, or null for all that follow.</param>
internal sealed record Slice(SliceBound? Start, SliceBound? End)
{
    /// <summary>Reads what stands between the brackets; null if it is not a slice.</summary>
    public static Slice? TryParse(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        return TryParseEnd(text[..colon], out SliceBound? start) && TryParseEnd(text[(colon + 1)..], out SliceBound? end)
            ? new Slice(start, end)
            : null;
    }

    /// <summary>The rows it stands for among <paramref name="rowCount"/> rows; may be empty.</summary>
    public (int Start, int End) Resolve(int rowCount)
    {
        int start = Start?.Resolve(rowCount) ?? 0;
        int end = End?.Resolve(rowCount) ?? rowCount;
        return (start, Math.Max(start, end));
    }

    private static bool TryParseEnd(ReadOnlySpan<char> text, out SliceBound? bound)
    {
        bound = null;
        if (text.IsWhiteSpace())
        {
            return true;
        }

        bool good = SliceBound.TryParse(text, out SliceBound parsed);
        bound = parsed;
        return good;
    }
}
