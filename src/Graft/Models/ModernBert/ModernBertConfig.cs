using Graft.Layers;

namespace Graft.Models.ModernBert;

/// <summary>The architecture of a ModernBERT. The defaults are those of ModernBERT-base's configuration class.</summary>
public sealed record ModernBertConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 50368;

    /// <summary>Size of a token's vector.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Attention heads a layer; the hidden size divided by it is even.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size within the gated feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 1152;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>For each layer, true if its attention is local.</summary>
    public IReadOnlyList<bool> IsLocal { get; init; } = [.. Enumerable.Range(0, 22).Select(layer => layer % 3 != 0)];

    /// <summary>How far local attention sees to each side, in tokens: half of "local_attention".</summary>
    public int LocalReach { get; init; } = 64;

    /// <summary>The base of rotary positions in layers with global attention.</summary>
    public double GlobalTheta { get; init; } = 160_000;

    /// <summary>The base of rotary positions in layers with local attention.</summary>
    public double LocalTheta { get; init; } = 10_000;

    /// <summary>True if the projections of attention have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>True if the feed-forward block has biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>True if norms have a shift.</summary>
    public bool NormBias { get; init; }

    /// <summary>True if the head's first layer has a bias.</summary>
    public bool ClassifierBias { get; init; }

    /// <summary>Dropout of embeddings while training, 0 to below 1.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Dropout of attention probabilities and of attention's output while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout within the feed-forward block while training, 0 to below 1.</summary>
    public double FeedForwardDropout { get; init; }

    /// <summary>Dropout in the head while training, 0 to below 1.</summary>
    public double ClassifierDropout { get; init; }

    /// <summary>The head's activation.</summary>
    public Activation ClassifierActivation { get; init; } = Activation.Gelu;

    /// <summary>Which vector the head reads.</summary>
    public ModernBertPooling Pooling { get; init; }

    /// <summary>The longest sequence in tokens that the model was made for; longer ones are computed all the same.</summary>
    public int MaxPositions { get; init; } = 8192;

    /// <summary>Added to the variance in norms.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; } = 50283;
}
