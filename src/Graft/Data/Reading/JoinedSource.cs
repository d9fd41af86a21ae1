namespace Graft.Data.Reading;

/// <summary>Several files of one part, read as one after the other: the shards of a parquet dataset.</summary>
internal sealed class JoinedSource : RowSource
{
    private readonly RowSource[] _sources;
    private readonly int[] _starts;

    /// <param name="sources">At least one; disposed with this.</param>
    /// <exception cref="DataException">A file lacks a column that the first one has, or there are too many rows.</exception>
    public JoinedSource(IEnumerable<RowSource> sources)
    {
        _sources = [.. sources];
        _starts = new int[_sources.Length + 1];
        for (int i = 0; i < _sources.Length; i++)
        {
            long end = (long)_starts[i] + _sources[i].RowCount;
            _starts[i + 1] = end <= int.MaxValue ? (int)end : throw new DataException("There are more than 2,147,483,647 rows.", _sources[i].Path);
        }

        // Only what every file has can be used of a whole part.
        Columns = [.. _sources[0].Columns.Where(column => _sources.All(source => source.Find(column.Name) is not null)).Select(Merge)];
        Notes = [.. _sources.SelectMany(source => source.Notes)];
        if (Columns.Count == 0)
        {
            throw new DataException(
                $"The files of one part share no column: {NameList.Quote(_sources[0].Columns.Select(c => c.Name))} here,"
                + $" {NameList.Quote(_sources[1].Columns.Select(c => c.Name))} in {System.IO.Path.GetFileName(_sources[1].Path)}.",
                _sources[0].Path);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns { get; }

    /// <inheritdoc/>
    public override int RowCount => _starts[^1];

    /// <inheritdoc/>
    public override string Folder => _sources[0].Folder;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes { get; }

    /// <inheritdoc/>
    public override string Origin(int row)
    {
        int i = 0;
        while (row >= _starts[i + 1])
        {
            i++;
        }

        return _sources[i].Origin(row - _starts[i]);
    }

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        var result = new object?[columns.Count][];
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = new object?[rows.Length];
        }

        int done = 0;
        for (int i = 0; i < _sources.Length && done < rows.Length; i++)
        {
            var here = new List<int>();
            while (done + here.Count < rows.Length && rows[done + here.Count] < _starts[i + 1])
            {
                here.Add(rows[done + here.Count] - _starts[i]);
            }

            if (here.Count > 0)
            {
                object?[][] cells = _sources[i].Read(columns, here.ToArray());
                for (int c = 0; c < result.Length; c++)
                {
                    cells[c].CopyTo(result[c], done);
                    if (Find(columns[c])!.ClassNames is { } names && ClassNumbers.Places(_sources[i].Find(columns[c])!.ClassNames, names) is { } places)
                    {
                        RowSource source = _sources[i];
                        ClassNumbers.Renumber(result[c].AsSpan(done, here.Count), places, row => source.Origin(here[row]));
                    }
                }

                done += here.Count;
            }
        }

        return result;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (RowSource source in _sources)
        {
            source.Dispose();
        }
    }

    private ColumnInfo Merge(ColumnInfo column)
    {
        column = column with { ClassNames = ClassNumbers.Names(_sources.Select(source => source.Find(column.Name)!.ClassNames)) };
        bool sameType = _sources.All(source => source.Find(column.Name)!.Type == column.Type);
        return sameType ? column : column with { Type = _sources.Any(s => s.Find(column.Name)!.Type == CellType.Other) ? CellType.Other : CellType.Text };
    }
}
