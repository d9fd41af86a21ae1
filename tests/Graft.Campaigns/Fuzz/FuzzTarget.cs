namespace Graft.Campaigns.Fuzz;

/// <summary>One of the library's readers under mutation.</summary>
/// <param name="Name">What the command calls it.</param>
/// <param name="Files">The files that are mutated, one a case; the others then hold a seed.</param>
/// <param name="Dictionary">Words of the format that mutants are given.</param>
/// <param name="Read">Reads the folder; only a <see cref="GraftException"/> may come out.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<FuzzFile> Files, IReadOnlyList<string> Dictionary, Action<string> Read);
