using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>
/// A vision transformer whose attention stays within windows that shift from block to block. Source: Liu et al., "Swin
/// transformer: hierarchical vision transformer using shifted windows", 2021.
/// </summary>
public sealed class Swin : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Swin(SwinConfig config)
    {
        Config = config;
        Embeddings = new SwinEmbeddings(config);
        Stages = [.. Enumerable.Range(0, config.Depths.Count).Select(stage => new SwinStage(config, stage))];
        Norm = new LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
    }

    /// <summary>The architecture.</summary>
    public SwinConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= SwinWeights.Of(this);

    internal SwinEmbeddings Embeddings { get; }

    internal IReadOnlyList<SwinStage> Stages { get; }

    internal LayerNorm Norm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        (Tensor hidden, long height, long width) = Embeddings.Forward(images.PixelValues, context);
        context.Trace?.AddHiddenState(hidden);
        foreach (SwinStage stage in Stages)
        {
            hidden = stage.Forward(hidden, height, width, context);                    // [b,h·w,c]
            context.Trace?.AddHiddenState(hidden);
            if (stage.Downsample is not null)
            {
                height = (height + 1) / 2;
                width = (width + 1) / 2;
            }
        }

        Tensor last = Norm.Forward(hidden);
        return new TrunkOutput(scope.MoveToOuter(last), scope.MoveToOuter(last.mean([1])));
    }
}
