using Graft.Layers;

namespace Graft.Models.EfficientNet;

/// <summary>
/// The architecture of an EfficientNet. The stages' lists are those of B0, which the two coefficients scale; the other
/// defaults are those of the public configuration, which describes B7.
/// </summary>
public sealed record EfficientNetConfig
{
    private const int StemWidth = 32;
    private const int TopWidth = 1280;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Factor of all widths. Default 2.0 (B7).</summary>
    public double WidthCoefficient { get; init; } = 2.0;

    /// <summary>Factor of all stages' repeats. Default 3.1 (B7).</summary>
    public double DepthCoefficient { get; init; } = 3.1;

    /// <summary>Widths are rounded to multiples of this.</summary>
    public int DepthDivisor { get; init; } = 8;

    /// <summary>Side of each stage's depthwise kernels in pixels.</summary>
    public IReadOnlyList<int> KernelSizes { get; init; } = [3, 3, 5, 3, 5, 5, 3];

    /// <summary>Each stage's input channels before scaling.</summary>
    public IReadOnlyList<int> InputChannels { get; init; } = [32, 16, 24, 40, 80, 112, 192];

    /// <summary>Each stage's output channels before scaling.</summary>
    public IReadOnlyList<int> OutputChannels { get; init; } = [16, 24, 40, 80, 112, 192, 320];

    /// <summary>Stride of each stage's first block, 1 or 2.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [1, 2, 2, 2, 1, 2, 1];

    /// <summary>Blocks of each stage before scaling.</summary>
    public IReadOnlyList<int> Repeats { get; init; } = [1, 2, 2, 3, 3, 4, 1];

    /// <summary>Factor by which each stage's blocks widen their input.</summary>
    public IReadOnlyList<int> ExpandRatios { get; init; } = [1, 6, 6, 6, 6, 6, 6];

    /// <summary>Numbers of the blocks whose padding before a stride is as wide at the left as at the right.</summary>
    public IReadOnlyList<int> EvenlyPaddedBlocks { get; init; } = [];

    /// <summary>Width of the squeeze-and-excite gates' inner layer as a share of a block's input.</summary>
    public double SqueezeRatio { get; init; } = 0.25;

    /// <summary>The activation of all blocks.</summary>
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Channels of the last feature map, which the head reads.</summary>
    public int HiddenSize { get; init; } = 2560;

    /// <summary>How the last feature map becomes a vector.</summary>
    public EfficientNetPooling Pooling { get; init; } = EfficientNetPooling.Mean;

    /// <summary>Added to the variance in batch norms.</summary>
    public double BatchNormEpsilon { get; init; } = 0.001;

    /// <summary>Share of a batch in the running statistics' next value, 0 to 1.</summary>
    public double BatchNormMomentum { get; init; } = 0.99;

    /// <summary>Dropout before the head while training, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Dropout of residual branches while training, 0 to below 1: from none in the first block it grows to nearly this in the last.</summary>
    public double DropConnect { get; init; } = 0.2;

    /// <summary>Channels of the first feature map.</summary>
    public int StemChannels => Width(StemWidth);

    /// <summary>The blocks that the stages and coefficients give.</summary>
    public IReadOnlyList<EfficientNetBlockShape> Blocks()
    {
        int total = Repeats.Sum(Repeat);
        var blocks = new List<EfficientNetBlockShape>(total);
        for (int stage = 0; stage < InputChannels.Count; stage++)
        {
            for (int i = 0; i < Repeat(Repeats[stage]); i++)
            {
                blocks.Add(new EfficientNetBlockShape
                {
                    Inputs = Width(i == 0 ? InputChannels[stage] : OutputChannels[stage]),
                    Outputs = Width(OutputChannels[stage]),
                    Kernel = KernelSizes[stage],
                    Stride = i == 0 ? Strides[stage] : 1,
                    ExpandRatio = ExpandRatios[stage],
                    PadsEvenly = EvenlyPaddedBlocks.Contains(blocks.Count),
                    IsResidual = i > 0,
                    Dropout = DropConnect * blocks.Count / total,
                });
            }
        }

        return blocks;
    }

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static EfficientNetConfig From(ModelConfigFile file)
    {
        var defaults = new EfficientNetConfig();
        var config = new EfficientNetConfig
        {
            Channels = file.Int("num_channels", defaults.Channels),
            WidthCoefficient = file.Real("width_coefficient", defaults.WidthCoefficient, 0.01, 100),
            DepthCoefficient = file.Real("depth_coefficient", defaults.DepthCoefficient, 0.01, 100),
            DepthDivisor = file.Int("depth_divisor", defaults.DepthDivisor),
            KernelSizes = file.Ints("kernel_sizes", defaults.KernelSizes),
            InputChannels = file.Ints("in_channels", defaults.InputChannels),
            OutputChannels = file.Ints("out_channels", defaults.OutputChannels),
            Strides = file.Ints("strides", defaults.Strides),
            Repeats = file.Ints("num_block_repeats", defaults.Repeats, most: ModelConfigFile.MostLayers),
            ExpandRatios = file.Ints("expand_ratios", defaults.ExpandRatios),
            EvenlyPaddedBlocks = file.Ints("depthwise_padding", defaults.EvenlyPaddedBlocks, least: 0),
            SqueezeRatio = file.Real("squeeze_expansion_ratio", defaults.SqueezeRatio, 0, 100),
            Activation = file.Activation("hidden_act", "swish"),
            HiddenSize = file.Int("hidden_dim", defaults.HiddenSize),
            Pooling = file.Text("pooling_type", "mean") switch
            {
                "mean" => EfficientNetPooling.Mean,
                "max" => EfficientNetPooling.Max,
                var other => throw file.Wrong("pooling_type", $"\"{other}\" is neither \"mean\" nor \"max\"."),
            },
            BatchNormEpsilon = file.Real("batch_norm_eps", defaults.BatchNormEpsilon, least: 0),
            BatchNormMomentum = file.Real("batch_norm_momentum", defaults.BatchNormMomentum, 0, 1),
            Dropout = file.Probability("dropout_rate", defaults.Dropout),
            DropConnect = file.Probability("drop_connect_rate", defaults.DropConnect),
        };
        config.Check(file);
        return config;
    }

    private void Check(ModelConfigFile file)
    {
        foreach ((string name, IReadOnlyList<int> list) in new[]
        {
            ("kernel_sizes", KernelSizes), ("out_channels", OutputChannels), ("strides", Strides),
            ("num_block_repeats", Repeats), ("expand_ratios", ExpandRatios),
        })
        {
            if (list.Count != InputChannels.Count)
            {
                throw file.Wrong(name, $"It has {list.Count} stages, but \"in_channels\" has {InputChannels.Count}.");
            }
        }

        if (InputChannels.Count == 0)
        {
            throw file.Wrong("in_channels", "It names no stage.");
        }

        if (Repeats.Sum(blocks => (long)Repeat(blocks)) is var all and > ModelConfigFile.MostLayers)
        {
            throw file.Wrong("num_block_repeats", $"With \"depth_coefficient\" it gives {all} blocks in all, but at most {ModelConfigFile.MostLayers} are taken.");
        }

        if (Strides.FirstOrDefault(stride => stride > 2) is > 0 and var wide)
        {
            throw file.Wrong("strides", $"A stride of {wide} is not supported, only 1 and 2.");
        }

        if (Width(InputChannels[0]) != StemChannels)
        {
            throw file.Wrong("in_channels", $"The first stage takes {Width(InputChannels[0])} channels, but the stem gives {StemChannels}.");
        }

        for (int stage = 1; stage < InputChannels.Count; stage++)
        {
            if (Width(InputChannels[stage]) != Width(OutputChannels[stage - 1]))
            {
                throw file.Wrong("in_channels", $"Stage {stage} takes {Width(InputChannels[stage])} channels, but the one before gives {Width(OutputChannels[stage - 1])}.");
            }
        }

        if (HiddenSize != Width(TopWidth))
        {
            throw file.Wrong("hidden_dim", $"It is {HiddenSize}, but the width coefficient gives {Width(TopWidth)} channels.");
        }
    }

    // To the nearest multiple of the divisor, but never down by more than a tenth.
    private int Width(int channels)
    {
        double scaled = channels * WidthCoefficient;
        int rounded = Math.Max(DepthDivisor, (int)(scaled + DepthDivisor / 2.0) / DepthDivisor * DepthDivisor);
        return rounded < 0.9 * scaled ? rounded + DepthDivisor : rounded;
    }

    private int Repeat(int blocks) => (int)Math.Ceiling(DepthCoefficient * blocks);
}
