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
        StemConvolution = new Convolution(config.Channels, config.StemChannels, kernel: 3, stride: 2, padding: 0, paddingAfter: 1, bias: false);
        StemNorm = new BatchNorm(config.StemChannels, epsilon, momentum);
        IReadOnlyList<EfficientNetBlockShape> shapes = config.Blocks();
        Blocks = [.. shapes.Select(shape => new EfficientNetBlock(config, shape))];
        TopConvolution = new Convolution(shapes[^1].Outputs, config.HiddenSize, kernel: 1, bias: false);
        TopNorm = new BatchNorm(config.HiddenSize, epsilon, momentum);
    }

    /// <summary>The architecture.</summary>
    public EfficientNetConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= EfficientNetWeights.Of(this);

    internal Convolution StemConvolution { get; }

    internal BatchNorm StemNorm { get; }

    internal IReadOnlyList<EfficientNetBlock> Blocks { get; }

    internal Convolution TopConvolution { get; }

    internal BatchNorm TopNorm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = Expect<ImageInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Activation activation = Config.Activation;

        // The same numbers with the channels innermost in memory, which depthwise convolutions run faster on.
        Tensor pixels = images.PixelValues.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);            // [b,3,h,w]
        Tensor map = NormalizedConvolution.Apply(pixels, StemConvolution, StemNorm, activation, context);   // [b,c,h/2,w/2]
        context.Trace?.AddHiddenState(map);
        foreach (EfficientNetBlock block in Blocks)
        {
            map = block.Forward(map, context);
            context.Trace?.AddHiddenState(map);
        }

        map = NormalizedConvolution.Apply(map, TopConvolution, TopNorm, activation, context).contiguous();   // [b,hidden,h',w']
        Tensor pooled = Config.Pooling == EfficientNetPooling.Mean ? map.mean([2, 3]) : amax(map, [2, 3]);   // [b,hidden]
        return new TrunkOutput(scope.MoveToOuter(map), scope.MoveToOuter(pooled));
    }
}
