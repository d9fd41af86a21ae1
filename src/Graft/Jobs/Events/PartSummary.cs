namespace Graft.Jobs.Events;

/// <summary>One part of the data in numbers.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="RowsPerLabel">Rows of each label, in the labels' order; empty for numbers.</param>
public sealed record PartSummary(int Rows, IReadOnlyList<int> RowsPerLabel);
