using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.EfficientNet;

/// <summary>
/// EfficientNet's convolutional trunk. Source: Tan and Le, "EfficientNet: rethinking model scaling for convolutional
/// neural networks", 2019.
/// </summary>
public sealed class EfficientNet : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public EfficientNet(EfficientNetConfig config)
    {
        Config = config;
        double epsilon = config.BatchNormEpsilon, momentum = config.BatchNormMomentum;
        Stem = new NormalizedConvolution(
            new Convolution(config.Channels, config.StemChannels, kernel: 3, stride: 2, padding: 0, paddingAfter: 1, bias: false),
            new BatchNorm(config.StemChannels, epsilon, momentum),
            config.Activation);
        IReadOnlyList<EfficientNetBlockShape> shapes = config.Blocks();
        Blocks = [.. shapes.Select(shape => new EfficientNetBlock(config, shape))];
        Top = new NormalizedConvolution(
            new Convolution(shapes[^1].Outputs, config.HiddenSize, kernel: 1, bias: false),
            new BatchNorm(config.HiddenSize, epsilon, momentum),
            config.Activation);
    }

    /// <summary>The architecture.</summary>
    public EfficientNetConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= EfficientNetWeights.Of(this);

    internal NormalizedConvolution Stem { get; }

    internal IReadOnlyList<EfficientNetBlock> Blocks { get; }

    internal NormalizedConvolution Top { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor map = Stem.Forward(ChannelsLast.Order(images.PixelValues, context), context);                 // [b,c,h/2,w/2]
        context.Trace?.AddHiddenState(map);
        foreach (EfficientNetBlock block in Blocks)
        {
            map = block.Forward(map, context);
            context.Trace?.AddHiddenState(map);
        }

        map = Top.Forward(map, context).contiguous();                                                        // [b,hidden,h',w']
        Tensor pooled = Config.Pooling == EfficientNetPooling.Mean ? map.mean([2, 3]) : amax(map, [2, 3]);   // [b,hidden]
        return new TrunkOutput(scope.MoveToOuter(map), scope.MoveToOuter(pooled));
    }
}
