namespace Graft.Models.Beit;

/// <summary>The architecture of a BEiT. The defaults are those of the public configuration.</summary>
public sealed record BeitConfig : PatchEncoderConfig
{
    /// <summary>The defaults.</summary>
    public BeitConfig()
    {
    }

    private BeitConfig(ModelConfigFile file)
        : base(file, new BeitConfig())
    {
        DropPath = file.Probability("drop_path_rate", 0.1);
        LayerScale = file.Real("layer_scale_init_value", 0.1, least: 0);
        HasMaskToken = file.Flag("use_mask_token", false);
        HasAbsolutePositions = file.Flag("use_absolute_position_embeddings", false);
        HasRelativePositions = file.Flag("use_relative_position_bias", false);
        HasSharedRelativePositions = file.Flag("use_shared_relative_position_bias", false);
        PoolsPatches = file.Flag("use_mean_pooling", true);
    }

    /// <summary>Share of rows whose branch is skipped while training, in the last layer, 0 to below 1; earlier ones skip less.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>What new layer scales are filled with; 0 for a model without them.</summary>
    public double LayerScale { get; init; } = 0.1;

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

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static BeitConfig From(ModelConfigFile file) => new(file);
}
