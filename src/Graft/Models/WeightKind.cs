namespace Graft.Models;

/// <summary>What a tensor of a model is for.</summary>
public enum WeightKind
{
    /// <summary>A matrix, a convolution's kernel, a bias, a position or class token.</summary>
    Plain,

    /// <summary>A table of vectors.</summary>
    Embedding,

    /// <summary>Scale or shift of a layer norm.</summary>
    LayerNorm,

    /// <summary>Scale or shift of a batch norm.</summary>
    BatchNorm,

    /// <summary>Saved but not trained: running statistics and counters.</summary>
    Buffer,
}
