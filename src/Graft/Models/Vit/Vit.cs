using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Vit;

/// <summary>
/// The vision transformer's encoder, with a second leading token also DeiT's. Images of another size than the trained
/// one are taken: the positions are resized to their grid of patches. Sources: Dosovitskiy et al., "An image is worth
/// 16x16 words", 2020; Touvron et al., "Training data-efficient image transformers", 2020.
/// </summary>
public sealed class Vit : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="hasPooler">True for a bare trunk, whose files may have a pooler; classifiers have none.</param>
    /// <param name="hasDistillationToken">True for DeiT.</param>
    public Vit(VitConfig config, bool hasPooler, bool hasDistillationToken = false)
    {
        Config = config;
        Embeddings = new VitEmbeddings(config, hasDistillationToken);
        Encoder = [.. Enumerable.Range(0, config.Layers).Select(_ => CreateLayer(config))];
        Norm = new LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        Pooler = hasPooler ? new Linear(config.HiddenSize, config.PoolerSize ?? config.HiddenSize) : null;
    }

    /// <summary>The architecture.</summary>
    public VitConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= VitWeights.Of(this);

    internal VitEmbeddings Embeddings { get; }

    internal IReadOnlyList<PreNormBlock> Encoder { get; }

    internal LayerNorm Norm { get; }

    internal Linear? Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = Embeddings.Forward(images.PixelValues, context);                  // [b,t,d]
        context.Trace?.AddHiddenState(hidden);
        foreach (PreNormBlock layer in Encoder)
        {
            hidden = layer.Forward(hidden, bias: null, context);
            context.Trace?.AddHiddenState(hidden);
        }

        Tensor normed = Norm.Forward(hidden);
        Tensor? pooled = Pooler is null
            ? null
            : Config.PoolerActivation.Apply(Pooler.Forward(normed.select(1, 0)));         // [b,pooler], of the class token
        return new TrunkOutput(scope.MoveToOuter(normed), pooled is null ? null : scope.MoveToOuter(pooled));
    }

    private static PreNormBlock CreateLayer(VitConfig config) => new(
        config.HiddenSize,
        config.LayerNormEpsilon,
        new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout, config.QkvBias),
        new FeedForward(config.HiddenSize, config.IntermediateSize, config.Activation),
        attentionDropout: config.HiddenDropout,
        outputDropout: config.HiddenDropout);
}
