namespace Graft.Jobs;

/// <summary>What `graft push` is told.</summary>
public sealed record PushJobOptions
{
    /// <summary>The trained folder.</summary>
    public required string Folder { get; init; }

    /// <summary>"account/name", with an optional "@branch".</summary>
    public required string Name { get; init; }

    /// <summary>Whether a new repository is seen by its owner alone. Default false.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The commit's message.</summary>
    public string Summary { get; init; } = "Upload a model trained with Graft";
}
