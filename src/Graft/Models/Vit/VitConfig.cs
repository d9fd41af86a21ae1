using Graft.Layers;

namespace Graft.Models.Vit;

/// <summary>The architecture of a ViT or DeiT. The defaults are those of vit-base-patch16-224.</summary>
public sealed record VitConfig
{
    /// <summary>Side in pixels of the images that the positions were trained for; others are taken too.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

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
    public double HiddenDropout { get; init; }

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>True if the projections of queries, keys and values have a shift.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Size of the trunk's pooled vector; null: as <see cref="HiddenSize"/>.</summary>
    public int? PoolerSize { get; init; }

    /// <summary>The activation of the trunk's pooled vector.</summary>
    public Activation PoolerActivation { get; init; } = Activation.Tanh;

    /// <summary>Patches a row and a column of an image of the trained size.</summary>
    public int GridSide => ImageSize / PatchSize;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static VitConfig From(ModelConfigFile file)
    {
        var config = new VitConfig
        {
            ImageSize = file.Int("image_size", 224),
            PatchSize = file.Int("patch_size", 16),
            Channels = file.Int("num_channels", 3),
            HiddenSize = file.Int("hidden_size", 768),
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Int("num_attention_heads", 12),
            IntermediateSize = file.Int("intermediate_size", 3072),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            QkvBias = file.Flag("qkv_bias", true),
            PoolerSize = file.OptionalInt("pooler_output_size", least: 1),
            PoolerActivation = file.Activation("pooler_act", "tanh"),
        };
        if (config.PatchSize > config.ImageSize)
        {
            throw file.Wrong("patch_size", $"A patch ({config.PatchSize} pixels) is larger than the image ({config.ImageSize}).");
        }

        return config.HiddenSize % config.Heads == 0
            ? config
            : throw file.Wrong("num_attention_heads", $"The hidden size ({config.HiddenSize}) is not divisible by the heads ({config.Heads}).");
    }
}
