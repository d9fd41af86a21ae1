using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>What a forward pass is for: prediction, or training with its dropout masks.</summary>
public sealed class ForwardContext
{
    /// <summary>Prediction: no dropout, running statistics.</summary>
    public static ForwardContext Inference { get; } = new();

    /// <summary>The run's dropout masks; null where nothing is dropped.</summary>
    public DropoutStream? Dropout { get; init; }

    /// <summary>
    /// True if batch norms take the batch's own statistics and update the running ones; false (the default) if they
    /// keep to the running ones, which is the safe choice for fine-tuning on small batches.
    /// </summary>
    public bool UpdateBatchStatistics { get; init; }

    /// <summary>
    /// True if encoder layers keep their input only and run again in the backward pass: less memory and the same
    /// gradients, at the cost of another forward pass. Default false.
    /// </summary>
    public bool CheckpointActivations { get; init; }

    /// <summary>Keeps hidden states and attention probabilities, where wanted.</summary>
    public ForwardTrace? Trace { get; init; }

    /// <summary>
    /// True in prediction: steps may be merged and intermediate tensors overwritten, since no gradient and no trace
    /// needs them.
    /// </summary>
    internal bool RunsFused => !is_grad_enabled() && Trace is null && !UpdateBatchStatistics && Dropout is null;
}
