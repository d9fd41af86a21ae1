using Graft.Layers;

namespace Graft.Models.Bert;

/// <summary>The architecture of a BERT. The defaults are those of bert-base-uncased.</summary>
public sealed record BertConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30522;

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

    /// <summary>Dropout before the head while training; null: as <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>The longest sequence in tokens.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of token types.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>The padding token's id, which takes no gradient; null for none.</summary>
    public int? PaddingId { get; init; } = 0;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static BertConfig From(ModelConfigFile file)
    {
        if (file.Text("position_embedding_type", "absolute") is not "absolute" and var type)
        {
            throw file.Wrong("position_embedding_type", $"Positions of type \"{type}\" are not supported, only \"absolute\".");
        }

        var config = new BertConfig
        {
            VocabularySize = file.Int("vocab_size", 30522),
            HiddenSize = file.Int("hidden_size", 768),
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Int("num_attention_heads", 12),
            IntermediateSize = file.Int("intermediate_size", 3072),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0.1),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0.1),
            ClassifierDropout = file.Has("classifier_dropout") ? file.Probability("classifier_dropout", 0) : null,
            MaxPositions = file.Int("max_position_embeddings", 512),
            TokenTypes = file.Int("type_vocab_size", 2),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            PaddingId = file.Has("pad_token_id") ? file.Int("pad_token_id", least: 0) : 0,
        };
        return config.HiddenSize % config.Heads == 0
            ? config
            : throw file.Wrong("num_attention_heads", $"The hidden size ({config.HiddenSize}) is not divisible by the heads ({config.Heads}).");
    }
}
