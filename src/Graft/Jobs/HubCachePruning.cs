namespace Graft.Jobs;

/// <summary>What was removed from the hub's cache, or would be.</summary>
/// <param name="Bytes">Bytes that are free by it.</param>
/// <param name="Removed">Files and folders.</param>
/// <param name="IsTrial">Whether nothing was removed.</param>
public sealed record HubCachePruning(long Bytes, IReadOnlyList<string> Removed, bool IsTrial);
