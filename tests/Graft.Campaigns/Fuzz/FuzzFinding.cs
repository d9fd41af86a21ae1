namespace Graft.Campaigns.Fuzz;

/// <summary>A case that a reader did not stand.</summary>
/// <param name="File">The file that was mutated.</param>
/// <param name="Content">Its content.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFinding(string File, byte[] Content, string What);
