namespace Graft.Jobs;

/// <summary>What `graft checkpoints` is told.</summary>
public sealed record CheckpointsJobOptions
{
    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>True to read all files through and compare their hashes. Default false: names and sizes.</summary>
    public bool Verify { get; init; }

    /// <summary>
    /// Newest complete checkpoints to keep beside the best, from 1; all others are removed, damaged ones too. Null (the
    /// default) removes nothing.
    /// </summary>
    public int? Keep { get; init; }
}
