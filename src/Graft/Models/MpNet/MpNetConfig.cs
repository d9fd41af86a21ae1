using Graft.Layers;

namespace Graft.Models.MpNet;

/// <summary>The architecture of an MPNet. The defaults are those of mpnet-base's configuration class.</summary>
public sealed record MpNetConfig
{
    /// <summary>The padding token's id, which takes no gradient; positions count from the number after it. The same in all files.</summary>
    public const int PaddingId = 1;

    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30527;

    /// <summary>Size of a token's vector.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of encoder layers.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size between the two layers of the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings, of each block's output and in the head while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Rows of the position table: the longest sequence plus <see cref="PaddingId"/> plus 1.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Rows of the table of distances, at least 32, the rows in use.</summary>
    public int DistanceRows { get; init; } = RelativePositionBias.Buckets;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static MpNetConfig From(ModelConfigFile file)
    {
        int hiddenSize = file.Int("hidden_size", 768);
        return new MpNetConfig
        {
            VocabularySize = file.Int("vocab_size", 30527, least: PaddingId + 1),
            HiddenSize = hiddenSize,
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("num_attention_heads", 12, hiddenSize),
            IntermediateSize = file.Int("intermediate_size", 3072),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0.1),
            MaxPositions = file.Int("max_position_embeddings", 512, least: PaddingId + 2),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            DistanceRows = file.Int("relative_attention_num_buckets", RelativePositionBias.Buckets, least: RelativePositionBias.Buckets),
        };
    }
}
