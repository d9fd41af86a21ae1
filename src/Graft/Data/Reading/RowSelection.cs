using Graft.Tensors;

namespace Graft.Data.Reading;

/// <summary>The rows of a source that slices ask for, in the order wanted.</summary>
internal static class RowSelection
{
    /// <summary>Works out the rows.</summary>
    /// <param name="source">The rows there are.</param>
    /// <param name="slices">What to take, joined in order; a null among them is everything.</param>
    /// <param name="roles">Which columns hold the labels, to take each class's share.</param>
    /// <param name="options">Whether to take rows in the file's order or a random sample.</param>
    /// <param name="notes">Receives a note where a slice asks for more rows than there are.</param>
    /// <exception cref="DataException">The slices leave no row.</exception>
    public static int[] Rows(RowSource source, IReadOnlyList<Slice?> slices, ColumnRoles roles, DataOptions options, List<string> notes)
    {
        int count = source.RowCount;
        int[] order = slices.All(slice => slice is null) ? [.. Enumerable.Range(0, count)] : Order(source, roles, options);
        var rows = new List<int>();
        foreach (Slice? slice in slices)
        {
            (int start, int end) = slice?.Resolve(count) ?? (0, count);
            rows.AddRange(order.AsSpan(start, end - start));
            if (slice?.End is { IsPercent: false } asked && asked.Amount > count)
            {
                notes.Add($"{source.Path}: the slice asks for rows up to {asked.Amount:N0}, but there are {count:N0}.");
            }
        }

        return rows.Count > 0
            ? [.. rows]
            : throw new DataException($"The slice leaves none of the {count:N0} rows.", source.Path, remedy: "Slices count from 0; the end is not included.");
    }

    private static int[] Order(RowSource source, ColumnRoles roles, DataOptions options)
    {
        int[] all = [.. Enumerable.Range(0, source.RowCount)];
        if (options.Stratify && roles.Labels.Count > 0)
        {
            object?[][] labels = source.Read(roles.Labels, all);
            string[] keys = [.. all.Select(row => string.Join('\u001f', labels.Select(column => Key(column[row]))))];
            string[] distinct = [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return RowSampler.StratifiedOrder([.. keys.Select(key => Array.BinarySearch(distinct, key, StringComparer.Ordinal))], options.Seed);
        }

        return options.Shuffle || options.Stratify ? new SeededRandom(options.Seed).Permutation(source.RowCount) : all;
    }

    private static string Key(object? cell) => cell is object?[] list ? string.Join('\u001e', list.Select(CellText.Of)) : CellText.Of(cell);
}
