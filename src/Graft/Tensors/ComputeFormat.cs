namespace Graft.Tensors;

/// <summary>The format in which a model multiplies.</summary>
public enum ComputeFormat
{
    /// <summary>What a few milliseconds of measuring show to be faster on this machine: see <see cref="ProductRates"/>.</summary>
    Auto,

    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>bfloat16 products and activations; in training with single-precision weights, moments and updates.</summary>
    Bfloat16,

    /// <summary>
    /// For prediction only: the trunk's linear layers multiply whole numbers of 8 bits, all else is in single precision.
    /// The logits change a little; <see cref="Auto"/> never takes it.
    /// </summary>
    Int8,
}
