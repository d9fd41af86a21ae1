using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// What follows attention in an encoder layer that normalises after each sum: the output projection, then the
/// feed-forward block.
/// </summary>
/// <param name="width">Size of a token's vector.</param>
/// <param name="innerWidth">Size between the two layers of the feed-forward block.</param>
/// <param name="activation">The feed-forward block's function.</param>
/// <param name="epsilon">Added to the variance in both norms.</param>
/// <param name="attentionDropout">Share of the projected attention dropped while training.</param>
/// <param name="outputDropout">Share of the feed-forward block's output dropped while training.</param>
internal sealed class PostNormBlock(
    long width, long innerWidth, Activation activation, double epsilon, double attentionDropout, double outputDropout)
{
    public Linear AttentionOutput { get; } = new(width, width);

    public LayerNorm AttentionNorm { get; } = new(width, epsilon);

    public FeedForward FeedForward { get; } = new(width, innerWidth, activation);

    public LayerNorm OutputNorm { get; } = new(width, epsilon);

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    /// <param name="x">[b,t,d], what attention was applied to.</param>
    /// <param name="mixed">[b,t,d], what attention gave.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor mixed, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor projected = Dropout.Apply(AttentionOutput.Forward(mixed), attentionDropout, context);
        Tensor attended = AttentionNorm.Forward(projected + x);
        Tensor transformed = Dropout.Apply(FeedForward.Forward(attended), outputDropout, context);
        return scope.MoveToOuter(OutputNorm.Forward(transformed + attended));
    }
}
