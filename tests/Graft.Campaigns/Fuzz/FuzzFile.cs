namespace Graft.Campaigns.Fuzz;

/// <summary>A file that a reader reads, with valid contents to start from.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Seeds">At least one content; mutants are spliced from all of them.</param>
internal sealed record FuzzFile(string Name, IReadOnlyList<byte[]> Seeds);
