using Graft.Layers;

namespace Graft.Models.Dinov2;

/// <summary>The architecture of a DINOv2. The defaults are those of the public configuration.</summary>
public sealed record Dinov2Config
{
    /// <summary>Side in pixels of the images that the positions were trained for; others are taken too.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 14;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Size of a token's vector.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of encoder layers.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads a layer; a divisor of the hidden size.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Size between the two layers of the feed-forward block, divided by the hidden size.</summary>
    public double FeedForwardRatio { get; init; } = 4;

    /// <summary>True for a gated feed-forward block, which the largest model has.</summary>
    public bool UsesSwiGlu { get; init; }

    /// <summary>The plain feed-forward block's activation.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Dropout of embeddings and of the attention's output while training, 0 to below 1.</summary>
    public double HiddenDropout { get; init; }

    /// <summary>Dropout of attention probabilities while training, 0 to below 1.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Share of rows whose branch is skipped while training, in each layer, 0 to below 1.</summary>
    public double DropPath { get; init; }

    /// <summary>What new layer scales are filled with.</summary>
    public double LayerScale { get; init; } = 1;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-6;

    /// <summary>True if the projections of queries, keys and values have a shift.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>True if the file holds the token that hid patches in pre-training.</summary>
    public bool HasMaskToken { get; init; } = true;

    /// <summary>Patches a row and a column of an image of the trained size.</summary>
    public int GridSide => ImageSize / PatchSize;

    /// <summary>Size between the layers of the feed-forward block; gated blocks have a third less, in whole eights.</summary>
    public int IntermediateSize
    {
        get
        {
            int plain = (int)(HiddenSize * FeedForwardRatio);
            return UsesSwiGlu ? ((plain * 2 / 3) + 7) / 8 * 8 : plain;
        }
    }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static Dinov2Config From(ModelConfigFile file)
    {
        int imageSize = file.Int("image_size", 224), hiddenSize = file.Int("hidden_size", 768);
        return new Dinov2Config
        {
            ImageSize = imageSize,
            PatchSize = file.PatchSize(14, imageSize),
            Channels = file.Int("num_channels", 3),
            HiddenSize = hiddenSize,
            Layers = file.Int("num_hidden_layers", 12, least: 0, most: ModelConfigFile.MostLayers),
            Heads = file.Heads("num_attention_heads", 12, hiddenSize),
            FeedForwardRatio = file.Real("mlp_ratio", 4, 0.01, 100),
            UsesSwiGlu = file.Flag("use_swiglu_ffn", false),
            Activation = file.Activation("hidden_act", "gelu"),
            HiddenDropout = file.Probability("hidden_dropout_prob", 0),
            AttentionDropout = file.Probability("attention_probs_dropout_prob", 0),
            DropPath = file.Probability("drop_path_rate", 0),
            LayerScale = file.Real("layerscale_value", 1),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-6, least: 0),
            QkvBias = file.Flag("qkv_bias", true),
            HasMaskToken = file.Flag("use_mask_token", true),
        };
    }
}
