using Graft.Layers;

namespace Graft.Models.DistilBert;

/// <summary>The architecture of a DistilBERT. The defaults are those of distilbert-base-uncased.</summary>
public sealed record DistilBertConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30522;

    /// <summary>Size of a token's vector ("dim").</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size between the two layers of the feed-forward block ("hidden_dim").</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings and of the feed-forward block's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout in the head while training, 0 to below 1.</summary>
    public double ClassifierDropout { get; init; } = 0.2;

    /// <summary>The longest sequence in tokens.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; }

    /// <summary>Added to the variance in layer norms: the same in all files.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static DistilBertConfig From(ModelConfigFile file)
    {
        int hiddenSize = file.Int("dim", 768);
        int vocabularySize = file.Int("vocab_size", 30522);
        return new DistilBertConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            Layers = file.Int("n_layers", 6, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("n_heads", 12, hiddenSize),
            IntermediateSize = file.Int("hidden_dim", 4 * 768),
            Activation = file.Activation("activation", "gelu"),
            HiddenDropout = file.Probability("dropout", 0.1),
            AttentionDropout = file.Probability("attention_dropout", 0.1),
            ClassifierDropout = file.Probability("seq_classif_dropout", 0.2),
            MaxPositions = file.Int("max_position_embeddings", 512),
            PaddingId = file.PaddingId(0, vocabularySize),
        };
    }
}
