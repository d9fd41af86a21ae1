using Graft.Layers;

namespace Graft.Models.Albert;

/// <summary>The architecture of an ALBERT. The defaults are those of its published configuration class (albert-xxlarge).</summary>
public sealed record AlbertConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 30000;

    /// <summary>Size of a vector in the embedding tables.</summary>
    public int EmbeddingSize { get; init; } = 128;

    /// <summary>Size of a token's vector in the layers.</summary>
    public int HiddenSize { get; init; } = 4096;

    /// <summary>How many times a group of layers is applied in all.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Number of groups, each with weights of its own; at most <see cref="Layers"/>.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Layers in a group.</summary>
    public int LayersPerGroup { get; init; } = 1;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 64;

    /// <summary>Size between the two layers of the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 16384;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.GeluTanh;

    /// <summary>Dropout of embeddings and of attention's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout before the head while training, 0 to below 1.</summary>
    public double ClassifierDropout { get; init; } = 0.1;

    /// <summary>The longest sequence in tokens.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of token types.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>The padding token's id, which takes no gradient.</summary>
    public int PaddingId { get; init; }

    /// <summary>The group that stands in place of layer i: layers are dealt out evenly, in order.</summary>
    public int GroupOf(int layer) => (int)(layer / ((double)Layers / Groups));

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static AlbertConfig From(ModelConfigFile file)
    {
        file.RequireText("position_embedding_type", "absolute");
        int hiddenSize = file.Int("hidden_size", 4096);
        int vocabularySize = file.Int("vocab_size", 30000);
        int layers = file.Int("num_hidden_layers", 12, most: ModelConfigFile.MostLayers);
        int groups = file.Int("num_hidden_groups", 1, most: ModelConfigFile.MostLayers);
        if (groups > layers)
        {
            throw file.Wrong("num_hidden_groups", $"There are more groups ({groups}) than layers ({layers}).");
        }

        int layersPerGroup = file.Int("inner_group_num", 1, most: ModelConfigFile.MostLayers);
        if (layers * layersPerGroup > ModelConfigFile.MostLayers)
        {
            throw file.Wrong(
                "inner_group_num", $"With \"num_hidden_layers\" it gives {layers * layersPerGroup} layers in all, but at most {ModelConfigFile.MostLayers} are taken.");
        }

        return new AlbertConfig
        {
            VocabularySize = vocabularySize,
            EmbeddingSize = file.Int("embedding_size", 128),
            HiddenSize = hiddenSize,
            Layers = layers,
            Groups = groups,
            LayersPerGroup = layersPerGroup,
            Heads = file.Heads("num_attention_heads", 64, hiddenSize),
            IntermediateSize = file.Int("intermediate_size", 16384),
            Activation = file.Activation("hidden_act", "gelu_new"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0),
            ClassifierDropout = file.Probability("classifier_dropout_prob", 0.1),
            MaxPositions = file.Int("max_position_embeddings", 512),
            TokenTypes = file.Int("type_vocab_size", 2),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            PaddingId = file.PaddingId(0, vocabularySize),
        };
    }
}
