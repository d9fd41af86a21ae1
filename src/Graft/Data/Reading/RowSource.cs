namespace Graft.Data.Reading;

/// <summary>Rows of named columns, read only where they are asked for.</summary>
internal abstract class RowSource : IDisposable
{
    /// <summary>The file or folder, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>The folder that relative image paths start from.</summary>
    public virtual string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? Path;

    /// <summary>The columns there are.</summary>
    public abstract IReadOnlyList<ColumnInfo> Columns { get; }

    /// <summary>How many rows there are.</summary>
    public abstract int RowCount { get; }

    /// <summary>What was found out, left out and counted while the source was opened.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Where a row came from: "train.csv, line 12".</summary>
    public abstract string Origin(int row);

    /// <summary>Reads cells.</summary>
    /// <param name="columns">Names of columns that there are.</param>
    /// <param name="rows">Rows in rising order, each at most once.</param>
    /// <returns>[column][place in rows].</returns>
    public abstract object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows);

    /// <summary>The column of a name, or null.</summary>
    public ColumnInfo? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>Runs of rows that are well read at once, in order: together all rows.</summary>
    public virtual IEnumerable<(int Start, int End)> Runs
    {
        get
        {
            const int RowsAtOnce = 1000;
            for (int start = 0; start < RowCount; start += RowsAtOnce)
            {
                yield return (start, Math.Min(start + RowsAtOnce, RowCount));
            }
        }
    }

    /// <summary>Reads cells of rows in any order.</summary>
    public object?[][] ReadAnyOrder(IReadOnlyList<string> columns, int[] rows)
    {
        int[] sorted = [.. rows.Distinct().Order()];
        object?[][] cells = Read(columns, sorted);
        return rows.AsSpan().SequenceEqual(sorted)
            ? cells
            : [.. cells.Select(column => rows.Select(row => column[Array.BinarySearch(sorted, row)]).ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
