namespace Graft.Hub;

/// <summary>One configuration of a dataset as its card describes it.</summary>
/// <param name="Name">The configuration's name.</param>
/// <param name="IsDefault">Whether it is the one that is taken where none is named.</param>
/// <param name="Folder">The folder that patterns start from, with "/" at its end; empty for the repository's root.</param>
/// <param name="Splits">Patterns by split, in order; null where the names of the files in the folder decide.</param>
internal sealed record CardConfiguration(string Name, bool IsDefault, string Folder, IReadOnlyList<(string Split, IReadOnlyList<string> Patterns)>? Splits);
