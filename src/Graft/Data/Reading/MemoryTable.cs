namespace Graft.Data.Reading;

/// <summary>Rows that are in memory: what CSV and JSON files are read into.</summary>
internal sealed class MemoryTable : RowSource
{
    private readonly IReadOnlyList<ColumnInfo> _columns;
    private readonly object?[][] _cells;
    private readonly int[] _places;
    private readonly string _placeWord;
    private readonly string[] _notes;

    /// <param name="columns">The columns.</param>
    /// <param name="cells">[column][row].</param>
    /// <param name="places">Each row's line or item number.</param>
    /// <param name="placeWord">"line" or "item".</param>
    /// <param name="notes">What was found out and counted.</param>
    public MemoryTable(IReadOnlyList<ColumnInfo> columns, object?[][] cells, int[] places, string placeWord, IEnumerable<string> notes)
    {
        _columns = columns;
        _cells = cells;
        _places = places;
        _placeWord = placeWord;
        _notes = [.. notes];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns => _columns;

    /// <inheritdoc/>
    public override int RowCount => _places.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public override string Origin(int row) => $"{Path}, {_placeWord} {_places[row]}";

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        var result = new object?[columns.Count][];
        for (int c = 0; c < result.Length; c++)
        {
            int index = 0;
            while (_columns[index].Name != columns[c])
            {
                index++;
            }

            result[c] = new object?[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                result[c][i] = _cells[index][rows[i]];
            }
        }

        return result;
    }
}
