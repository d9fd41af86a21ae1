namespace Graft.Data;

/// <summary>The columns of a table of inputs.</summary>
/// <param name="Names">Their names, in the table's order.</param>
/// <param name="Input">The place of the texts or images.</param>
/// <param name="Pair">The place of the second texts; null if there are none.</param>
internal sealed record InputColumns(IReadOnlyList<string> Names, int Input, int? Pair);
