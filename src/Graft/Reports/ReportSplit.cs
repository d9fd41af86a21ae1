namespace Graft.Reports;

/// <summary>One part of the data.</summary>
/// <param name="Name">"train", "validation", "test".</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="RowsPerLabel">Rows of each label, by label index; empty where labels are not counted, as in regression.</param>
public sealed record ReportSplit(string Name, int Rows, IReadOnlyList<int> RowsPerLabel);
