namespace Graft.Jobs;

/// <summary>What was put on the hub.</summary>
/// <param name="Name">The repository.</param>
/// <param name="Commit">The new commit.</param>
/// <param name="Address">Its page.</param>
/// <param name="Files">The files in it.</param>
public sealed record PushResult(string Name, string Commit, string Address, IReadOnlyList<string> Files);
