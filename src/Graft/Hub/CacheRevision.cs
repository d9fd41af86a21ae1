namespace Graft.Hub;

/// <summary>A commit in the cache.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="References">The branches and tags that were last seen at it; none if newer ones took its place.</param>
/// <param name="Files">How many of its files are there.</param>
public sealed record CacheRevision(string Commit, IReadOnlyList<string> References, int Files);
