using Graft.Layers;

namespace Graft.Models.DebertaV2;

/// <summary>The architecture of a DeBERTa v2 or v3. The defaults are those of the published configuration class.</summary>
public sealed record DebertaV2Config
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 128100;

    /// <summary>Size of a vector in the embedding tables; where it is not <see cref="HiddenSize"/>, embeddings are projected to it.</summary>
    public int EmbeddingSize { get; init; } = 1536;

    /// <summary>Size of a token's vector.</summary>
    public int HiddenSize { get; init; } = 1536;

    /// <summary>Number of encoder layers.</summary>
    public int Layers { get; init; } = 24;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 24;

    /// <summary>Size between the two layers of the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 6144;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings, distances and of each block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Rows of the table of absolute positions, where there is one.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>True if absolute positions are added to the words (the v3 files have none).</summary>
    public bool HasAbsolutePositions { get; init; } = true;

    /// <summary>Number of token types; 0 for none.</summary>
    public int TokenTypes { get; init; }

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-7;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; }

    /// <summary>True if attention reads a table of distances.</summary>
    public bool HasRelativeAttention { get; init; }

    /// <summary>What attention takes from distances.</summary>
    public PositionAttention PositionAttention { get; init; }

    /// <summary>True if distances go through the projections of content; false if they have their own.</summary>
    public bool SharesProjections { get; init; }

    /// <summary>Distances on each side that have a row of their own in the table, where there are no buckets.</summary>
    public int MaxDistance { get; init; } = 512;

    /// <summary>Buckets of distances on each side, or 0 for none: near ones have their own, far ones share by their logarithm.</summary>
    public int Buckets { get; init; }

    /// <summary>True if the table of distances is normalised before use.</summary>
    public bool NormalizesDistances { get; init; }

    /// <summary>Width in tokens of the convolution beside the first layer, odd; 0 for none (the v2 files have 3).</summary>
    public int ConvolutionWidth { get; init; }

    /// <summary>Groups of the convolution's channels.</summary>
    public int ConvolutionGroups { get; init; } = 1;

    /// <summary>The convolution's activation.</summary>
    public Activation ConvolutionActivation { get; init; } = Activation.Tanh;

    /// <summary>Dropout before the pooler while training, 0 to below 1.</summary>
    public double PoolerDropout { get; init; }

    /// <summary>The pooler's activation.</summary>
    public Activation PoolerActivation { get; init; } = Activation.Gelu;

    /// <summary>Dropout before the head while training; null: as <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Rows of the table of distances on each side.</summary>
    public int Span => Buckets > 0 ? Buckets : MaxDistance;
}
