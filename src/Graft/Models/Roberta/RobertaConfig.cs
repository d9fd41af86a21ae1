using Graft.Layers;

namespace Graft.Models.Roberta;

/// <summary>The architecture of a RoBERTa. The defaults are those of its published configuration class.</summary>
public sealed record RobertaConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 50265;

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

    /// <summary>Dropout of embeddings and of each block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout in the head while training; null: as <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Rows of the position table: the longest sequence plus <see cref="PaddingId"/> plus 1.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of token types.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>The padding token's id, which takes no gradient; positions count from the number after it.</summary>
    public int PaddingId { get; init; } = 1;

    /// <summary>Reads config.json.</summary>
    /// <param name="file">The file.</param>
    /// <param name="defaultVocabularySize">The vocabulary's size where the file does not say it.</param>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static RobertaConfig From(ModelConfigFile file, int defaultVocabularySize = 50265)
    {
        file.RequireText("position_embedding_type", "absolute");
        file.RequireEncoder();
        int hiddenSize = file.Int("hidden_size", 768);
        int vocabularySize = file.Int("vocab_size", defaultVocabularySize);
        int paddingId = file.PaddingId(1, vocabularySize);
        return new RobertaConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("num_attention_heads", 12, hiddenSize),
            IntermediateSize = file.Int("intermediate_size", 3072),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = file.Has("classifier_dropout") ? file.Probability("classifier_dropout", 0) : null,
            MaxPositions = file.Int("max_position_embeddings", 512, least: paddingId + 2),
            TokenTypes = file.Int("type_vocab_size", 2),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            PaddingId = paddingId,
        };
    }
}
