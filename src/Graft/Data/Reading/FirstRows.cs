namespace Graft.Data.Reading;

/// <summary>The first run of a source's rows, as if there were no others: what a stream is judged by. The source stays open.</summary>
internal sealed class FirstRows(RowSource source) : RowSource
{
    /// <inheritdoc/>
    public override IReadOnlyList<ColumnInfo> Columns => source.Columns;

    /// <inheritdoc/>
    public override int RowCount { get; } = source.Runs.Select(run => run.End).FirstOrDefault();

    /// <inheritdoc/>
    public override string Folder => source.Folder;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => source.Notes;

    /// <inheritdoc/>
    public override string Origin(int row) => source.Origin(row);

    /// <inheritdoc/>
    public override object?[][] Read(IReadOnlyList<string> columns, ReadOnlySpan<int> rows) => source.Read(columns, rows);
}
