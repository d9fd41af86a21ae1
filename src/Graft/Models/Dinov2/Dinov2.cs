using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Dinov2;

/// <summary>
/// DINOv2's encoder, a vision transformer with layer scale. Images of another size than the trained one are taken.
/// Source: Oquab et al., "DINOv2: learning robust visual features without supervision", 2023.
/// </summary>
public sealed class Dinov2 : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Dinov2(Dinov2Config config)
    {
        Config = config;
        ClassToken = Parameters.Create(1, 1, config.HiddenSize);
        MaskToken = config.HasMaskToken ? Parameters.Create(1, config.HiddenSize) : null;
        Patches = new PatchEmbedding(config.Channels, config.HiddenSize, config.PatchSize);
        Positions = new GridPositions(1, config.GridSide, config.HiddenSize);
        Encoder = [.. Enumerable.Range(0, config.Layers).Select(_ => CreateLayer(config))];
        Norm = new LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
    }

    /// <summary>The architecture.</summary>
    public Dinov2Config Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= Dinov2Weights.Of(this);

    internal Parameter ClassToken { get; }

    // Kept only so that a saved folder is whole: no patch is hidden here.
    internal Parameter? MaskToken { get; }

    internal PatchEmbedding Patches { get; }

    internal GridPositions Positions { get; }

    internal IReadOnlyList<PreNormBlock> Encoder { get; }

    internal LayerNorm Norm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = Patches.Forward(images.PixelValues, out long rows, out long columns);       // [b,n,d]
        Tensor tokens = cat([ClassToken.expand(patches.shape[0], -1, -1), patches], 1);              // [b,1+n,d]
        Tensor hidden = Dropout.Apply(tokens + Positions.For(rows, columns), Config.HiddenDropout, context);
        context.Trace?.AddHiddenState(hidden);
        foreach (PreNormBlock layer in Encoder)
        {
            hidden = layer.Forward(hidden, bias: null, context);
            context.Trace?.AddHiddenState(hidden);
        }

        Tensor normed = Norm.Forward(hidden);
        return new TrunkOutput(scope.MoveToOuter(normed), scope.MoveToOuter(normed.select(1, 0)));
    }

    private static PreNormBlock CreateLayer(Dinov2Config config) => new(
        config.HiddenSize,
        config.LayerNormEpsilon,
        new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout, config.QkvBias),
        config.UsesSwiGlu
            ? new GatedFeedForward(config.HiddenSize, config.IntermediateSize, Activation.Silu)
            : new FeedForward(config.HiddenSize, config.IntermediateSize, config.Activation),
        attentionDropout: config.HiddenDropout,
        dropPath: config.DropPath,
        layerScale: true);
}
