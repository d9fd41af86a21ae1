using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Beit;

/// <summary>
/// BEiT's encoder: a vision transformer that knows places by relative position biases. Images of another size than the
/// trained one are taken. Source: Bao et al., "BEiT: BERT pre-training of image transformers", 2021.
/// </summary>
public sealed class Beit : Trunk
{
    private readonly BeitPairs _pairs = new();
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Beit(BeitConfig config)
    {
        Config = config;
        ClassToken = Parameters.Create(1, 1, config.HiddenSize);
        MaskToken = config.HasMaskToken ? Parameters.Create(1, 1, config.HiddenSize) : null;
        Patches = new PatchEmbedding(config.Channels, config.HiddenSize, config.PatchSize);
        Positions = config.HasAbsolutePositions ? new GridPositions(1, config.GridSide, config.HiddenSize) : null;
        SharedRelativePositions = config.HasSharedRelativePositions ? new BeitRelativePositions(config.GridSide, config.Heads) : null;
        Encoder = [.. Enumerable.Range(0, config.Layers).Select(i => new BeitLayer(config, i))];
        Norm = new LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
    }

    /// <summary>The architecture.</summary>
    public BeitConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= BeitWeights.Of(this);

    internal Parameter ClassToken { get; }

    // Kept only so that a saved folder is whole: no patch is hidden here.
    internal Parameter? MaskToken { get; }

    internal PatchEmbedding Patches { get; }

    internal GridPositions? Positions { get; }

    internal BeitRelativePositions? SharedRelativePositions { get; }

    internal IReadOnlyList<BeitLayer> Encoder { get; }

    /// <summary>The norm of the patches' mean, or of all tokens where the class token is pooled.</summary>
    internal LayerNorm Norm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        ImageInputs images = ExpectImages(inputs, Config.Channels);
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = Patches.Forward(images.PixelValues, out long rows, out long columns);       // [b,n,d]
        Tensor tokens = cat([ClassToken.expand(patches.shape[0], -1, -1), patches], 1);              // [b,1+n,d]
        tokens = Positions is null ? tokens : tokens + Positions.For(rows, columns);
        Tensor hidden = Dropout.Apply(tokens, Config.HiddenDropout, context);
        context.Trace?.AddHiddenState(hidden);
        Tensor? pairs = Config.HasRelativePositions || Config.HasSharedRelativePositions ? _pairs.For(rows, columns, tokens.device) : null;
        Tensor? sharedBias = SharedRelativePositions?.For(rows, columns, pairs!);                    // [1,h,1+n,1+n]
        foreach (BeitLayer layer in Encoder)
        {
            hidden = layer.Forward(hidden, rows, columns, pairs, sharedBias, context);
            context.Trace?.AddHiddenState(hidden);
        }

        if (Config.PoolsPatches)
        {
            Tensor mean = hidden.narrow(1, 1, hidden.shape[1] - 1).mean([1]);                        // [b,d]
            return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(Norm.Forward(mean)));
        }

        Tensor normed = Norm.Forward(hidden);
        return new TrunkOutput(scope.MoveToOuter(normed), scope.MoveToOuter(normed.select(1, 0)));
    }
}
