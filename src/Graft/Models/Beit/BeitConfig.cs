using Graft.Layers;

namespace Graft.Models.Beit;

/// <summary>The architecture of a BEiT. The defaults are those of the public configuration.</summary>
public sealed record BeitConfig
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

    /// <summary>Share of rows whose branch is skipped while training, in the last layer, 0 to below 1; earlier ones skip less.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>What new layer scales are filled with; 0 for a model without them.</summary>
    public double LayerScale { get; init; } = 0.1;

    /// <summary>Added to the variance in layer norms.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>True if the file holds the token that hid patches in pre-training.</summary>
    public bool HasMaskToken { get; init; }

    /// <summary>True for a trained vector a place, added to the patches.</summary>
    public bool HasAbsolutePositions { get; init; }

    /// <summary>True for a trained bias a distance, in each layer's attention.</summary>
    public bool HasRelativePositions { get; init; }

    /// <summary>True for a trained bias a distance that all layers share.</summary>
    public bool HasSharedRelativePositions { get; init; }

    /// <summary>True if the pooled vector is the normalised mean of the patches, false if it is the class token.</summary>
    public bool PoolsPatches { get; init; } = true;

    /// <summary>Patches a row and a column of an image of the trained size.</summary>
    public int GridSide => ImageSize / PatchSize;

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static BeitConfig From(ModelConfigFile file)
    {
        var config = new BeitConfig
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
            DropPath = file.Probability("drop_path_rate", 0.1),
            LayerScale = file.Real("layer_scale_init_value", 0.1, least: 0),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            HasMaskToken = file.Flag("use_mask_token", false),
            HasAbsolutePositions = file.Flag("use_absolute_position_embeddings", false),
            HasRelativePositions = file.Flag("use_relative_position_bias", false),
            HasSharedRelativePositions = file.Flag("use_shared_relative_position_bias", false),
            PoolsPatches = file.Flag("use_mean_pooling", true),
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
