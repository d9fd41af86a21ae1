using Graft.Tensors;

namespace Graft.Jobs.Benchmarks;

/// <summary>What to measure, and how.</summary>
public sealed record BenchOptions
{
    /// <summary>The case.</summary>
    public required BenchCase Case { get; init; }

    /// <summary>The model's sizes, for steps and predictions. Default: BERT-base.</summary>
    public BenchModel Model { get; init; } = BenchModel.BertBase;

    /// <summary>Rows a step, from 1. Default 4.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>Tokens of each text, from 2 to 512. Default 512.</summary>
    public int Length { get; init; } = 512;

    /// <summary>Times that the work is measured, after one that is not; from 1. Default 5.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>True to drop attention probabilities in steps (the default), as the models' configurations ask for.</summary>
    public bool AttentionDropout { get; init; } = true;

    /// <summary>True for steps in which encoder layers run again in the backward pass; default false. See <see cref="Training.TrainingOptions.CheckpointActivations"/>.</summary>
    public bool CheckpointActivations { get; init; }

    /// <summary>The format of products; int8 for predictions only. Default: the faster one of the others.</summary>
    public ComputeFormat Format { get; init; } = ComputeFormat.Auto;

    /// <summary>Threads of libtorch; null: one a core.</summary>
    public int? Threads { get; init; }
}
