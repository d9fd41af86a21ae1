using Graft.Preflight;

namespace Graft.Jobs;

/// <summary>One part of some data.</summary>
/// <param name="Name">train, validation or test.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="RowsPerLabel">Rows of each label, in the labels' order; empty for numbers.</param>
/// <param name="Repeated">Rows that are the same as an earlier one of the part.</param>
/// <param name="EmptyTexts">Texts without any letter; 0 for images.</param>
/// <param name="Lengths">The texts' lengths; null for images.</param>
/// <param name="Images">The images' sizes; null for texts.</param>
public sealed record PartInspection(
    string Name, int Rows, IReadOnlyList<int> RowsPerLabel, int Repeated, int EmptyTexts, LengthSummary? Lengths, ImageSummary? Images);
