namespace Graft.Data;

/// <summary>One term of a slice expression: "train[:1000]". Terms are joined by "+".</summary>
/// <param name="Part">The part it names, or null where it names none ("[:1000]").</param>
/// <param name="Slice">The rows of that part, or null for all.</param>
internal sealed record SliceTerm(DataPart? Part, Slice? Slice);
