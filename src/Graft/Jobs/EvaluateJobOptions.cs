using Graft.Data;

namespace Graft.Jobs;

/// <summary>What `graft evaluate` is told.</summary>
public sealed record EvaluateJobOptions
{
    /// <summary>The trained folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The data with labels, as <see cref="Dataset.Load"/> reads it; of a folder of parts its test part.</summary>
    public required string Data { get; init; }

    /// <summary>How to read the data; the classes are always those of the model.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>Rows a forward pass, from 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Tokens after which texts are cut; null (the default): what the model takes.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Threads of libtorch; null: one a core.</summary>
    public int? Threads { get; init; }
}
