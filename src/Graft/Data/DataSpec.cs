namespace Graft.Data;

/// <summary>
/// What a user writes to name data: a path with an optional slice, as in "reviews.csv", "data.parquet[:1000]",
/// "folder[train[:10%]+test[:5%]]" or "folder[:1000]" (the same as "folder[train[:1000]]" but with the other parts whole).
/// </summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Terms">The slice's terms; empty for everything.</param>
internal sealed record DataSpec(string Path, IReadOnlyList<SliceTerm> Terms)
{
    private const string Example = "Write a slice as [:1000], [10%:20%], [-100:] or, for a folder, [train[:1000]+test[:10%]].";

    /// <summary>Reads a spec. A path that exists as it stands is taken whole, brackets and all.</summary>
    /// <exception cref="DataException">The spec is empty or its slice is not one.</exception>
    public static DataSpec Parse(string spec) => Parse(spec, PartNames.OfWord);

    /// <summary>The same with other words for the parts.</summary>
    /// <param name="spec">What the user wrote.</param>
    /// <param name="partOf">The part that a word names, or null if it names none.</param>
    public static DataSpec Parse(string spec, Func<string, DataPart?> partOf)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string trimmed = spec.Trim();
        if (trimmed.Length == 0)
        {
            throw new DataException("The name of the data is empty.", remedy: "Give a file or a folder.");
        }

        if (trimmed[^1] != ']' || File.Exists(trimmed) || Directory.Exists(trimmed))
        {
            return new DataSpec(trimmed, []);
        }

        int open = MatchingBracket(trimmed);
        if (open <= 0)
        {
            throw new DataException($"'{trimmed}' ends in a bracket that nothing opens.", remedy: Example);
        }

        string path = trimmed[..open].TrimEnd();
        string inside = trimmed[(open + 1)..^1];
        return new DataSpec(path, [.. inside.Split('+').Select(term => ParseTerm(term.Trim(), path, partOf))]);
    }

    /// <summary>Fails if a slice names a part, which a file does not have.</summary>
    /// <exception cref="DataException">It does.</exception>
    public void RefuseParts()
    {
        if (Terms.FirstOrDefault(term => term.Part is not null) is { } named)
        {
            throw new DataException($"A file has no {named.Part!.Value.Word()} part.", Path, remedy: "Slice a file as [:1000]; parts are those of a folder.");
        }
    }

    private static int MatchingBracket(string spec)
    {
        int depth = 0;
        for (int i = spec.Length - 1; i >= 0; i--)
        {
            depth += spec[i] == ']' ? 1 : spec[i] == '[' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static SliceTerm ParseTerm(string term, string path, Func<string, DataPart?> partOf)
    {
        int open = term.IndexOf('[', StringComparison.Ordinal);
        string word = (open < 0 ? term : term[..open]).Trim();
        if (open < 0 && Slice.TryParse(term) is { } bare)
        {
            return new SliceTerm(null, bare);
        }

        DataPart? part = word.Length == 0 ? null : partOf(word);
        if (part is not null && open < 0)
        {
            return new SliceTerm(part, null);
        }

        if (part is not null && term[^1] == ']' && Slice.TryParse(term.AsSpan(open + 1, term.Length - open - 2)) is { } slice)
        {
            return new SliceTerm(part, slice);
        }

        throw new DataException($"'{term}' is not a slice.", path, remedy: Example);
    }
}
