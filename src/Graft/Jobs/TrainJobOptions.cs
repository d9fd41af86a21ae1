using Graft.Data;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Jobs;

/// <summary>What `graft train` is told. Null takes the recipe's or the model's value.</summary>
public sealed record TrainJobOptions
{
    /// <summary>The data: a file or folder with an optional slice, as <see cref="DatasetParts.Load"/> reads it.</summary>
    public required string Data { get; init; }

    /// <summary>How to read the data.</summary>
    public DataOptions DataOptions { get; init; } = new();

    /// <summary>Data of the validation part, in place of one that is found or set aside.</summary>
    public string? EvaluationData { get; init; }

    /// <summary>Data of the test part, in place of one that is found or set aside.</summary>
    public string? TestData { get; init; }

    /// <summary>Share of the training part that is set aside for validation where there is none, 0 to below 1. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Share of the training part that is set aside for the test where there is none, 0 to below 1. Default 0.1.</summary>
    public double TestFraction { get; init; } = 0.1;

    /// <summary>True to refuse data in which the checks find more than notes. Default false.</summary>
    public bool Strict { get; init; }

    /// <summary>The pretrained model's folder; null takes the shipped one for texts or images.</summary>
    public string? Model { get; init; }

    /// <summary>A folder with the tokenizer's files; null takes those of the model's folder. They are copied into the trained folder.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The trained folder; null makes one under runs/.</summary>
    public string? Output { get; init; }

    /// <summary>The set of options that the others change.</summary>
    public RecipeKind Recipe { get; init; } = RecipeKind.SmallData;

    /// <summary>Passes over the training part.</summary>
    public double? Epochs { get; init; }

    /// <summary>Optimizer steps, in place of epochs.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Rows a forward pass.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Batches an optimizer step.</summary>
    public int? GradientAccumulation { get; init; }

    /// <summary>Learning rate of the trunk; the head's keeps its ratio to it.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Learning rate of the head.</summary>
    public double? HeadLearningRate { get; init; }

    /// <summary>Factor on the rate from a layer to the one below.</summary>
    public double? LayerDecay { get; init; }

    /// <summary>Weight decay.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Warm-up: steps from 1 up, a share below.</summary>
    public double? Warmup { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public ScheduleKind? Schedule { get; init; }

    /// <summary>Largest gradient norm; 0 is none.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Share of each target spread over all classes.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>True to weigh classes by one over their frequency. Default false.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Lowest layers to freeze, embeddings included; 0 freezes nothing.</summary>
    public int? FreezeLayers { get; init; }

    /// <summary>True to train the head alone. Default false.</summary>
    public bool FreezeTrunk { get; init; }

    /// <summary>True for less memory and more time: encoder layers run again in the backward pass. Default false.</summary>
    public bool CheckpointActivations { get; init; }

    /// <summary>True to cut batches into halves and go on where memory runs out: the same steps in more passes. Default false.</summary>
    public bool LowerBatchSize { get; init; }

    /// <summary>True for random flips of training images, false for none.</summary>
    public bool? Augment { get; init; }

    /// <summary>Tokens after which texts are cut.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Seed of everything random. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The metric that decides which weights are best; null: the accuracy where each row has one label, else the loss.</summary>
    public string? BestMetric { get; init; }

    /// <summary>Evaluations without improvement after which training ends.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Steps between checkpoints and evaluations, in place of epochs.</summary>
    public int? SaveSteps { get; init; }

    /// <summary>Complete checkpoints to keep beside the best.</summary>
    public int? CheckpointLimit { get; init; }

    /// <summary>
    /// The format of matrix products. Default: the faster one on this machine; a run goes on in the format it began with.
    /// </summary>
    public ComputeFormat Format { get; init; } = ComputeFormat.Auto;

    /// <summary>Where the model computes. Default: on a CUDA device where there is one.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Threads of libtorch; null: one a core.</summary>
    public int? Threads { get; init; }
}
