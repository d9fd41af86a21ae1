namespace Graft.Reports;

/// <summary>Some rows of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Examples">Some of them.</param>
public sealed record DataSamples(string Label, int Rows, IReadOnlyList<DataSample> Examples);
