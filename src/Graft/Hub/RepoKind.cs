namespace Graft.Hub;

/// <summary>What a repository of the hub holds.</summary>
public enum RepoKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A dataset.</summary>
    Dataset,
}
