using Graft.Data;
using Graft.Tensors;

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

    /// <summary>Rows a forward pass, from 1; null (the default): 6 images, or as many texts as make 2,048 tokens.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The format of matrix products, as <see cref="Pipelines.PipelineOptions.Format"/>. Default: single precision.</summary>
    public ComputeFormat Format { get; init; } = ComputeFormat.Float32;

    /// <summary>Where the model computes, as <see cref="Pipelines.PipelineOptions.Device"/>. Default: on a CUDA device where there is one.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Tokens after which texts are cut; null (the default): what the model takes.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Threads of libtorch; null: one a core.</summary>
    public int? Threads { get; init; }
}
