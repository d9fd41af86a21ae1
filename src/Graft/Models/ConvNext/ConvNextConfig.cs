using Graft.Layers;

namespace Graft.Models.ConvNext;

/// <summary>The architecture of a ConvNeXt. The defaults are those of convnext-tiny-224.</summary>
public sealed record ConvNextConfig
{
    private const int MostBlocks = 1000;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>Channels a stage.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [96, 192, 384, 768];

    /// <summary>Blocks a stage.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [3, 3, 9, 3];

    /// <summary>The activation of blocks.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Added to the variance in the last layer norm; the others have 1e-6.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>First value of the learned factors by which blocks scale their output; blocks have none at 0 or below.</summary>
    public double LayerScale { get; init; } = 1e-6;

    /// <summary>Share of rows that skip the last block while training; earlier blocks have less.</summary>
    public double DropPathRate { get; init; }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static ConvNextConfig From(ModelConfigFile file)
    {
        var config = new ConvNextConfig
        {
            Channels = file.Int("num_channels", 3),
            PatchSize = file.Int("patch_size", 4),
            HiddenSizes = file.Ints("hidden_sizes", [96, 192, 384, 768]),
            Depths = file.Ints("depths", [3, 3, 9, 3]),
            Activation = file.Activation("hidden_act", "gelu"),
            LayerNormEpsilon = file.Real("layer_norm_eps", 1e-12, least: 0),
            LayerScale = file.Real("layer_scale_init_value", 1e-6),
            DropPathRate = file.Probability("drop_path_rate", 0),
        };
        int stages = file.Int("num_stages", config.Depths.Count);
        if (config.Depths.Count == 0 || config.Depths.Count != stages)
        {
            throw file.Wrong("depths", $"It has {config.Depths.Count} entries, but the stages (\"num_stages\") are {stages}.");
        }

        if (config.Depths.Sum(depth => (long)depth) > MostBlocks)
        {
            throw file.Wrong("depths", $"At most {MostBlocks} blocks are expected.");
        }

        return config.HiddenSizes.Count == stages
            ? config
            : throw file.Wrong("hidden_sizes", $"It has {config.HiddenSizes.Count} entries, but \"depths\" has {stages}.");
    }
}
