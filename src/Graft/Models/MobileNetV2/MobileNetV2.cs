using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MobileNetV2;

/// <summary>
/// A small convolutional network of inverted residuals. Source: Sandler et al., "MobileNetV2: inverted residuals and
/// linear bottlenecks", 2018.
/// </summary>
public sealed class MobileNetV2 : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public MobileNetV2(MobileNetV2Config config)
    {
        Config = config;
        IReadOnlyList<MobileNetV2BlockShape> shapes = config.Blocks();
        Stem = new MobileNetV2Stem(config, shapes[0].Inputs);
        Blocks = [.. shapes.Select(shape => new MobileNetV2Block(config, shape))];
        Last = new MobileNetV2Convolution(config, shapes[^1].Outputs, config.HiddenSize, kernel: 1);
    }

    /// <summary>The architecture.</summary>
    public MobileNetV2Config Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= MobileNetV2Weights.Of(this);

    internal MobileNetV2Stem Stem { get; }

    internal IReadOnlyList<MobileNetV2Block> Blocks { get; }

    internal MobileNetV2Convolution Last { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = Stem.Forward(ChannelsLast.Order(images.PixelValues, context), context); // [b,c,h/2,w/2]
        foreach (MobileNetV2Block block in Blocks)
        {
            hidden = block.Forward(hidden, context);

            // The public models list the blocks' outputs without the stem's.
            context.Trace?.AddHiddenState(hidden);
        }

        Tensor last = Last.Forward(hidden, context);                                   // [b,hidden,h/32,w/32]
        return new TrunkOutput(scope.MoveToOuter(last), scope.MoveToOuter(last.mean([-2, -1])));
    }
}
