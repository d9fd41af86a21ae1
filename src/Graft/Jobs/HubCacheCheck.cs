using Graft.Hub;

namespace Graft.Jobs;

/// <summary>What a check of the hub's cache found.</summary>
/// <param name="Checked">How many files were looked at.</param>
/// <param name="Unknown">How many could not be checked, as no hash of theirs is known.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Removed">Whether that was removed.</param>
public sealed record HubCacheCheck(int Checked, int Unknown, IReadOnlyList<CacheProblem> Problems, bool Removed);
