using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ConvNext;

/// <summary>
/// A convolutional network laid out like a transformer. Source: Liu et al., "A ConvNet for the 2020s", 2022.
/// </summary>
public sealed class ConvNext : Trunk
{
    // The published models keep this value in all norms but the last, whatever the configuration says.
    internal const double InnerEpsilon = 1e-6;

    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public ConvNext(ConvNextConfig config)
    {
        Config = config;
        Patches = new Convolution(config.Channels, config.HiddenSizes[0], config.PatchSize, stride: config.PatchSize);
        PatchNorm = new LayerNorm(config.HiddenSizes[0], InnerEpsilon);
        Stages = [.. Enumerable.Range(0, config.Depths.Count).Select(stage => new ConvNextStage(config, stage))];
        Norm = new LayerNorm(config.HiddenSizes[^1], config.LayerNormEpsilon);
    }

    /// <summary>The architecture.</summary>
    public ConvNextConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= ConvNextWeights.Of(this);

    internal Convolution Patches { get; }

    internal LayerNorm PatchNorm { get; }

    internal IReadOnlyList<ConvNextStage> Stages { get; }

    internal LayerNorm Norm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = NormChannels(PatchNorm, Patches.Forward(ChannelsLast.Order(images.PixelValues, context)));   // [b,c,h,w]
        context.Trace?.AddHiddenState(hidden);
        foreach (ConvNextStage stage in Stages)
        {
            hidden = stage.Forward(hidden, context);
            context.Trace?.AddHiddenState(hidden);
        }

        Tensor pooled = Norm.Forward(hidden.mean([-2, -1]));                           // [b,c]
        return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(pooled));
    }

    /// <summary>Layer norm over the channels of each place: [b,c,h,w] -> [b,c,h,w], with the channels last in memory.</summary>
    internal static Tensor NormChannels(LayerNorm norm, Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(norm.Forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2));
    }
}
