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
}
