using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ResNet;

/// <summary>
/// A convolutional network of residual layers. Source: He et al., "Deep residual learning for image recognition", 2015;
/// with the stride in the 3 × 3 convolution, as later files have it ("v1.5").
/// </summary>
public sealed class ResNet : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public ResNet(ResNetConfig config)
    {
        Config = config;
        Embedder = ResNetLayer.Convolve(config.Channels, config.EmbeddingSize, kernel: 7, stride: 2, config.Activation);
        Stages = [.. Enumerable.Range(0, config.Depths.Count).Select(stage => CreateStage(config, stage))];
    }

    /// <summary>The architecture.</summary>
    public ResNetConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= ResNetWeights.Of(this);

    internal NormalizedConvolution Embedder { get; }

    /// <summary>The layers of each stage.</summary>
    internal IReadOnlyList<IReadOnlyList<ResNetLayer>> Stages { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embedder.Forward(ChannelsLast.Order(images.PixelValues, context), context);   // [b,c,h/2,w/2]
        Tensor hidden = nn.functional.max_pool2d(embedded, kernel_size: 3, stride: 2, padding: 1);
        context.Trace?.AddHiddenState(hidden);
        foreach (IReadOnlyList<ResNetLayer> stage in Stages)
        {
            foreach (ResNetLayer layer in stage)
            {
                hidden = layer.Forward(hidden, context);
            }

            context.Trace?.AddHiddenState(hidden);
        }

        return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(hidden.mean([-2, -1], keepdim: true)));
    }

    // The first layer of a stage changes channels and sides.
    private static IReadOnlyList<ResNetLayer> CreateStage(ResNetConfig config, int stage)
    {
        int inputs = stage == 0 ? config.EmbeddingSize : config.HiddenSizes[stage - 1], outputs = config.HiddenSizes[stage];
        int stride = stage > 0 || config.DownsampleInFirstStage ? 2 : 1;
        return [.. Enumerable.Range(0, config.Depths[stage]).Select(i =>
            new ResNetLayer(config, i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1))];
    }
}
