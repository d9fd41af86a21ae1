using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Beit;

/// <summary>A pre-norm block with its relative position biases.</summary>
internal sealed class BeitLayer(BeitConfig config, int number)
{
    public BeitRelativePositions? RelativePositions { get; } =
        config.HasRelativePositions ? new BeitRelativePositions(config.GridSide, config.Heads) : null;

    public FeedForward FeedForward => (FeedForward)Block.FeedForward;

    public PreNormBlock Block { get; } = new(
        config.HiddenSize,
        config.LayerNormEpsilon,
        new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout, keyBias: false),
        new FeedForward(config.HiddenSize, config.IntermediateSize, config.Activation),
        attentionDropout: config.HiddenDropout,
        outputDropout: config.HiddenDropout,
        dropPath: DropPath.RateOf(number, config.Layers, config.DropPath),
        layerScale: config.LayerScale > 0);

    /// <summary>[b,t,d] -> [b,t,d], t = 1 + rows · columns.</summary>
    /// <param name="x">The tokens.</param>
    /// <param name="rows">Patches from top to bottom.</param>
    /// <param name="columns">Patches from left to right.</param>
    /// <param name="pairs">[t²] rows of the layer's own table; null where it has none.</param>
    /// <param name="sharedBias">[1,h,t,t], or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, long rows, long columns, Tensor? pairs, Tensor? sharedBias, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? bias = RelativePositions?.For(rows, columns, pairs!);                      // [1,h,t,t]
        bias = bias is null ? sharedBias : sharedBias is null ? bias : bias + sharedBias;
        return scope.MoveToOuter(Block.Forward(x, bias, context));
    }
}
