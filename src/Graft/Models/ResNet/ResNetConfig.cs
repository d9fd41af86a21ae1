using Graft.Layers;

namespace Graft.Models.ResNet;

/// <summary>The architecture of a ResNet. The defaults are those of resnet-50.</summary>
public sealed record ResNetConfig
{
    /// <summary>In a bottleneck, the inner channels are the outer ones divided by this.</summary>
    internal const int Reduction = 4;

    private const int MostLayers = 10_000;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Channels after the first convolution.</summary>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>Channels a stage.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [256, 512, 1024, 2048];

    /// <summary>Layers a stage.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [3, 4, 6, 3];

    /// <summary>How a layer is built.</summary>
    public ResNetLayerType LayerType { get; init; } = ResNetLayerType.Bottleneck;

    /// <summary>The activation after the first convolution and after each layer; within a layer it is always ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>True if the first stage halves the sides, too.</summary>
    public bool DownsampleInFirstStage { get; init; }

    /// <summary>True if bottlenecks halve the sides in their first convolution instead of the one of 3 × 3.</summary>
    public bool DownsampleInBottleneck { get; init; }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static ResNetConfig From(ModelConfigFile file)
    {
        var config = new ResNetConfig
        {
            Channels = file.Int("num_channels", 3),
            EmbeddingSize = file.Int("embedding_size", 64),
            HiddenSizes = file.Ints("hidden_sizes", [256, 512, 1024, 2048]),
            Depths = file.Ints("depths", [3, 4, 6, 3]),
            LayerType = file.Text("layer_type", "bottleneck") switch
            {
                "basic" => ResNetLayerType.Basic,
                "bottleneck" => ResNetLayerType.Bottleneck,
                var other => throw file.Wrong("layer_type", $"Layers of type \"{other}\" are not known, only \"basic\" and \"bottleneck\"."),
            },
            Activation = file.Activation("hidden_act", "relu"),
            DownsampleInFirstStage = file.Flag("downsample_in_first_stage", false),
            DownsampleInBottleneck = file.Flag("downsample_in_bottleneck", false),
        };
        if (config.Depths.Count == 0 || config.Depths.Sum(depth => (long)depth) > MostLayers)
        {
            throw file.Wrong("depths", $"At least one stage is expected, and at most {MostLayers} layers in all.");
        }

        if (config.HiddenSizes.Count != config.Depths.Count)
        {
            throw file.Wrong("hidden_sizes", $"It has {config.HiddenSizes.Count} entries, but \"depths\" has {config.Depths.Count}.");
        }

        return config.LayerType == ResNetLayerType.Basic || config.HiddenSizes.All(size => size >= Reduction)
            ? config
            : throw file.Wrong("hidden_sizes", $"A bottleneck needs at least {Reduction} channels.");
    }
}
