using Graft.Layers;

namespace Graft.Models.MobileNetV2;

/// <summary>The architecture of a MobileNetV2. The defaults are those of mobilenet_v2_1.0_224.</summary>
public sealed record MobileNetV2Config
{
    private const double LargestFactor = 100;
    private const int LargestDepth = 4096;
    private const int StemChannels = 32;
    private const int LastChannels = 1280;

    // Channels after the stem and after each block, and strides of the blocks, at a multiplier of 1: table 2 of the paper.
    private static readonly int[] BlockChannels = [16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320];
    private static readonly int[] BlockStrides = [2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1];

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Scales the channels of all layers: 0.01 to 100.</summary>
    public double DepthMultiplier { get; init; } = 1;

    /// <summary>Channels are multiples of this, 1 to 4096.</summary>
    public int DepthDivisor { get; init; } = 8;

    /// <summary>Least number of channels, 1 to 4096.</summary>
    public int LeastDepth { get; init; } = 8;

    /// <summary>A block's inner channels, as a multiple of its inputs: 0.01 to 100.</summary>
    public double ExpandRatio { get; init; } = 6;

    /// <summary>
    /// By how much the last map is smaller than the image: 8, 16 or 32. Below 32, blocks that would halve the sides
    /// widen the reach of later kernels instead.
    /// </summary>
    public int OutputStride { get; init; } = 32;

    /// <summary>True if the first convolution is the stem's expansion, so that it has no other.</summary>
    public bool FirstLayerIsExpansion { get; init; } = true;

    /// <summary>True if the last convolution keeps its 1280 channels at multipliers below 1.</summary>
    public bool FinegrainedOutput { get; init; } = true;

    /// <summary>The activation.</summary>
    public Activation Activation { get; init; } = Activation.Relu6;

    /// <summary>True if maps are padded as TensorFlow's "same" has it: the odd pixel comes at the right and lower edge.</summary>
    public bool TensorFlowPadding { get; init; } = true;

    /// <summary>Dropout before the head while training, 0 to below 1.</summary>
    public double ClassifierDropout { get; init; } = 0.8;

    /// <summary>Added to the variance in batch norms.</summary>
    public double BatchNormEpsilon { get; init; } = 0.001;

    /// <summary>Channels of the first convolution.</summary>
    public int StemSize => Scale(StemChannels);

    /// <summary>Channels of the last map.</summary>
    public int HiddenSize => FinegrainedOutput && DepthMultiplier < 1 ? LastChannels : Scale(LastChannels);

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelException">An entry has a value that does not fit.</exception>
    public static MobileNetV2Config From(ModelConfigFile file)
    {
        int outputStride = file.Int("output_stride", 32);
        if (outputStride is not (8 or 16 or 32))
        {
            throw file.Wrong("output_stride", $"An output stride of {outputStride} is not supported, only 8, 16 and 32.");
        }

        foreach (string entry in new[] { "depth_divisible_by", "min_depth" })
        {
            if (file.Int(entry, 8) is > LargestDepth and var depth)
            {
                throw file.Wrong(entry, $"The number of channels ({depth}) is larger than {LargestDepth}.");
            }
        }

        return new MobileNetV2Config
        {
            Channels = file.Int("num_channels", 3),
            DepthMultiplier = file.Real("depth_multiplier", 1, least: 1 / LargestFactor, most: LargestFactor),
            DepthDivisor = file.Int("depth_divisible_by", 8),
            LeastDepth = file.Int("min_depth", 8),
            ExpandRatio = file.Real("expand_ratio", 6, least: 1 / LargestFactor, most: LargestFactor),
            OutputStride = outputStride,
            FirstLayerIsExpansion = file.Flag("first_layer_is_expansion", true),
            FinegrainedOutput = file.Flag("finegrained_output", true),
            Activation = file.Activation("hidden_act", "relu6"),
            TensorFlowPadding = file.Flag("tf_padding", true),
            ClassifierDropout = file.Probability("classifier_dropout_prob", 0.8),
            BatchNormEpsilon = file.Real("layer_norm_eps", 0.001, least: 0),
        };
    }

    /// <summary>The blocks after the stem, in order; the first one's inputs are the stem's outputs.</summary>
    public IReadOnlyList<MobileNetV2BlockShape> Blocks()
    {
        var blocks = new MobileNetV2BlockShape[BlockStrides.Length];
        int reached = 2, dilation = 1;
        for (int i = 0; i < blocks.Length; i++)
        {
            int inputs = Scale(BlockChannels[i]), outputs = Scale(BlockChannels[i + 1]);
            int inner = Divisible((int)Math.Round(inputs * ExpandRatio));
            bool isWideEnough = reached == OutputStride;
            blocks[i] = isWideEnough
                ? new MobileNetV2BlockShape(inputs, inner, outputs, Stride: 1, dilation)
                : new MobileNetV2BlockShape(inputs, inner, outputs, BlockStrides[i], Dilation: 1);
            if (isWideEnough)
            {
                dilation *= BlockStrides[i];
            }
            else
            {
                reached *= BlockStrides[i];
            }
        }

        return blocks;
    }

    private int Scale(int channels) => Divisible((int)Math.Round(channels * DepthMultiplier));

    // The nearest multiple that is not below nine tenths of the value.
    private int Divisible(int value)
    {
        int nearest = Math.Max(LeastDepth, (int)(value + DepthDivisor / 2.0) / DepthDivisor * DepthDivisor);
        return nearest < 0.9 * value ? nearest + DepthDivisor : nearest;
    }
}
