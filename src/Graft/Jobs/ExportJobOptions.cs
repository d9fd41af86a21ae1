namespace Graft.Jobs;

/// <summary>What `graft export` is told.</summary>
public sealed record ExportJobOptions
{
    /// <summary>The trained folder, or "organisation/name" with an optional "@revision" on the hub.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder for model.onnx and the files beside it, made if it is not there; null (the default): "onnx" in the trained folder.</summary>
    public string? Output { get; init; }

    /// <summary>Threads that compare; null: one a core.</summary>
    public int? Threads { get; init; }
}
