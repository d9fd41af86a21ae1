using Graft.Layers;

namespace Graft.Models.Gpt2;

/// <summary>The architecture of a GPT-2. The defaults are those of the smallest published one.</summary>
public sealed record Gpt2Config
{
    /// <summary>Rows of the word embedding.</summary>
    public int VocabularySize { get; init; } = 50257;

    /// <summary>Size of a token's vector ("n_embd").</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size between the two layers of the feed-forward block ("n_inner"; four times the hidden size where the file has none).</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>The feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.GeluTanh;

    /// <summary>Dropout of embeddings while training, 0 to below 1.</summary>
    public double EmbeddingDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout of each block's output while training, 0 to below 1.</summary>
    public double ResidualDropout { get; init; } = 0.1;

    /// <summary>The longest sequence in tokens ("n_positions").</summary>
    public int MaxPositions { get; init; } = 1024;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>True if scores are divided by the root of a head's size.</summary>
    public bool ScalesScores { get; init; } = true;

    /// <summary>True if scores are also divided by the layer's number, counted from 1.</summary>
    public bool ScalesScoresByLayer { get; init; }

    /// <summary>The padding token's id: a text ends before the padding behind it. Null: the mask alone says where a text ends.</summary>
    public int? PaddingId { get; init; } = 50256;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static Gpt2Config From(ModelConfigFile file)
    {
        if (file.Flag("add_cross_attention", false))
        {
            throw file.Wrong("add_cross_attention", "Attention to another model's states is not supported.");
        }

        int hiddenSize = file.Int("n_embd", 768);
        int vocabularySize = file.Int("vocab_size", 50257);
        return new Gpt2Config
        {
            VocabularySize = vocabularySize,
            HiddenSize = hiddenSize,
            Layers = file.Int("n_layer", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("n_head", 12, hiddenSize),
            IntermediateSize = file.Int("n_inner", 4 * hiddenSize),
            Activation = file.Activation("activation_function", "gelu_new"),
            EmbeddingDropout = file.Probability("embd_pdrop", 0.1),
            AttentionDropout = file.Probability("attn_pdrop", 0.1),
            ResidualDropout = file.Probability("resid_pdrop", 0.1),
            MaxPositions = file.Int("n_positions", 1024),
            LayerNormEpsilon = file.Real("layer_norm_epsilon", 1e-5, least: 0),
            ScalesScores = file.Flag("scale_attn_weights", true),
            ScalesScoresByLayer = file.Flag("scale_attn_by_inverse_layer_idx", false),
            PaddingId = file.Has("pad_token_id") ? file.PaddingId(fallback: 0, vocabularySize) : EndOfText(file),
        };
    }

    /// <summary>
    /// The id that ends a text: the padding of models that were trained without any. Null where the vocabulary, one of the
    /// model's own, has no such id.
    /// </summary>
    internal static int? EndOfText(ModelConfigFile file) =>
        file.Int("eos_token_id", 50256, least: 0) is var id && id < file.Int("vocab_size", 50257) ? id : null;
}
