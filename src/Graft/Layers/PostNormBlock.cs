using Graft.Layers.Fused;
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
    /// <param name="rows">The rows that lie end to end in x, a batch of one; or null.</param>
    public Tensor Forward(Tensor x, Tensor mixed, ForwardContext context, PackedRows? rows = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = AddAndNormalize(AttentionOutput.Forward(mixed), x, AttentionNorm, attentionDropout, context, rows);
        return scope.MoveToOuter(AddAndNormalize(FeedForward.Forward(attended), attended, OutputNorm, outputDropout, context, rows));
    }

    // The branch comes fresh from a product, which does not need its result again: its memory may be taken.
    private static Tensor AddAndNormalize(Tensor branch, Tensor residual, LayerNorm norm, double dropout, ForwardContext context, PackedRows? rows)
    {
        if (DropoutAddNorm.Serves(branch, residual, norm))
        {
            if (context.RunsFused && residual.is_contiguous())
            {
                return DropoutAddNorm.Overwrite(branch, residual, norm);
            }

            if (is_grad_enabled())
            {
                return DropoutAddNorm.Apply(branch, residual, norm, dropout, context, rows);
            }
        }

        return norm.Forward(Dropout.Apply(branch, dropout, context) + residual);
    }
}
