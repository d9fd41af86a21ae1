using System.Globalization;

namespace Graft.Data.Reading;

/// <summary>
/// Rows of a source with the names of classes that something else than the file tells, where the file itself tells none: for columns of
/// whole numbers that are all numbers of those classes. Others stay as they are.
/// </summary>
internal sealed class NamedClasses : RowSource
{
    private readonly RowSource _source;
    private readonly HashSet<string> _converted = new(StringComparer.Ordinal);

    private NamedClasses(RowSource source, IReadOnlyDictionary<string, IReadOnlyList<string>> names, IReadOnlyList<string>? known)
    {
        _source = source;
        Columns = [.. source.Columns.Select(column =>
            column.ClassNames is null && names.TryGetValue(column.Name, out IReadOnlyList<string>? given) && (known is null || given.All(known.Contains)) && AreNumbersOf(column, given.Count)
                ? column with { ClassNames = given, Type = CellType.Integer } : column)];
    }

    /// <inheritdoc/>
    public override string Folder => _source.Folder;

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns { get; }

    /// <inheritdoc/>
    public override int RowCount => _source.RowCount;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => _source.Notes;

    /// <inheritdoc/>
    public override IEnumerable<(int Start, int End)> Runs => _source.Runs;

    /// <summary>The source, with names where there are any to add; it is disposed with what this gives.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="names">The names of the classes by column, or null.</param>
    /// <param name="known">The classes that labels are to be of, or null: where others are told, numbers stay numbers.</param>
    public static RowSource Add(RowSource source, IReadOnlyDictionary<string, IReadOnlyList<string>>? names, IReadOnlyList<string>? known) =>
        names is null ? source : new NamedClasses(source, names, known) { Path = source.Path };

    /// <inheritdoc/>
    public override string Origin(int row) => _source.Origin(row);

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows)
    {
        object?[][] cells = _source.Read(columns, rows);
        for (int c = 0; c < columns.Count; c++)
        {
            // A CSV file's numbers are words, and a JSON file's may be fractions.
            cells[c] = _converted.Contains(columns[c]) ? [.. cells[c].Select(cell => Number(cell) is { } number ? number : cell)] : cells[c];
        }

        return cells;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _source.Dispose();

    // What a Parquet file holds its schema tells: to look at the cells would fetch them. A table in memory is looked at.
    private bool AreNumbersOf(ColumnInfo column, int classes)
    {
        if (_source is not MemoryTable || column.Type is not (CellType.Text or CellType.Number or CellType.Integer))
        {
            return column.Type == CellType.Integer;
        }

        int[] rows = [.. Enumerable.Range(0, _source.RowCount)];
        object?[] cells = [.. _source.Read([column.Name], rows)[0].Where(cell => !LabelWords.IsMissing(cell))];
        if (cells.Length == 0 || !cells.All(cell => Number(cell) is >= -1 and var number && number < classes))
        {
            return false;
        }

        _ = column.Type != CellType.Integer && _converted.Add(column.Name);
        return true;
    }

    private static long? Number(object? cell) => cell switch
    {
        long number => number,
        double number when double.IsInteger(number) && Math.Abs(number) <= int.MaxValue => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };
}
