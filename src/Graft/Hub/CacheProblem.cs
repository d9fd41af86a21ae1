namespace Graft.Hub;

/// <summary>Something wrong in the cache.</summary>
/// <param name="Path">The file.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record CacheProblem(string Path, string Problem);
