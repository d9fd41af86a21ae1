using Graft.Hub;

namespace Graft.Jobs;

/// <summary>Looks after the cache that the hub's files are kept in.</summary>
public static class HubCacheJob
{
    /// <summary>Lists what is in it.</summary>
    /// <exception cref="HubException">It cannot be read.</exception>
    public static HubCacheListing List()
    {
        HubOptions options = HubOptions.FromEnvironment();
        return new HubCacheListing(options.CacheFolder, new HubCache(options).List());
    }

    /// <summary>Checks every file against its hash.</summary>
    /// <param name="name">A repository, or null for all.</param>
    /// <param name="remove">True to remove what is wrong.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HubException">It cannot be read, or there is no such repository in it.</exception>
    public static HubCacheCheck Verify(string? name, bool remove, CancellationToken cancellation = default)
    {
        (IReadOnlyList<CacheProblem> problems, int count, int unknown) = new HubCache(HubOptions.FromEnvironment()).Verify(name, remove, cancellation);
        return new HubCacheCheck(count, unknown, problems, remove);
    }

    /// <summary>Removes what nothing leads to, or a whole repository.</summary>
    /// <param name="name">A repository to remove, or null.</param>
    /// <param name="isTrial">True to remove nothing.</param>
    /// <param name="kind">What the repositories hold; null for any.</param>
    /// <exception cref="HubException">It cannot be written to, or there is no such repository in it, or there are two.</exception>
    public static HubCachePruning Prune(string? name, bool isTrial, RepoKind? kind = null)
    {
        (long bytes, IReadOnlyList<string> removed) = new HubCache(HubOptions.FromEnvironment()).Prune(name, isTrial, kind);
        return new HubCachePruning(bytes, removed, isTrial);
    }
}
