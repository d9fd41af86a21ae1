using Graft.Hub;

namespace Graft.Jobs;

/// <summary>What is in the hub's cache.</summary>
/// <param name="Folder">The cache.</param>
/// <param name="Repositories">The repositories in it.</param>
public sealed record HubCacheListing(string Folder, IReadOnlyList<CacheEntry> Repositories);
