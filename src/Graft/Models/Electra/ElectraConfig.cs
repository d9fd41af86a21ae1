using Graft.Layers;

namespace Graft.Models.Electra;

/// <summary>The architecture of an ELECTRA discriminator. The defaults are those of electra-small-discriminator.</summary>
public sealed record ElectraConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30522;

    /// <summary>Size of a vector in the embedding tables.</summary>
    public int EmbeddingSize { get; init; } = 128;

    /// <summary>Size of a token's vector in the layers; where it is not <see cref="EmbeddingSize"/>, embeddings are projected to it.</summary>
    public int HiddenSize { get; init; } = 256;

    /// <summary>Number of encoder layers.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Size between the two layers of the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 1024;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings and of each block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout in the head while training; null: as <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>The longest sequence in tokens.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of token types.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static ElectraConfig From(ModelConfigFile file)
    {
        file.RequireText("position_embedding_type", "absolute");
        file.RequireEncoder();
        int hiddenSize = file.Int("hidden_size", 256);
        int vocabularySize = file.Int("vocab_size", 30522);
        return new ElectraConfig
        {
            VocabularySize = vocabularySize,
            EmbeddingSize = file.Int("embedding_size", 128),
            HiddenSize = hiddenSize,
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("num_attention_heads", 4, hiddenSize),
            IntermediateSize = file.Int("intermediate_size", 1024),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = file.Has("classifier_dropout") ? file.Probability("classifier_dropout", 0) : null,
            MaxPositions = file.Int("max_position_embeddings", 512),
            TokenTypes = file.Int("type_vocab_size", 2),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            PaddingId = file.PaddingId(0, vocabularySize),
        };
    }
}
