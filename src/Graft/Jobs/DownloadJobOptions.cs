using Graft.Hub;

namespace Graft.Jobs;

/// <summary>What `graft download` is told.</summary>
public sealed record DownloadJobOptions
{
    /// <summary>"organisation/name", with an optional "@revision".</summary>
    public required string Name { get; init; }

    /// <summary>What the repository holds. Default: a model.</summary>
    public RepoKind Kind { get; init; } = RepoKind.Model;
}
