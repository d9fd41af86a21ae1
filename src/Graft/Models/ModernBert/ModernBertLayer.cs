using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ModernBert;

/// <summary>Attention and feed-forward, each on its normalised input and then added to it (pre-norm).</summary>
/// <param name="config">The architecture.</param>
/// <param name="isFirst">True for layer 0, whose input the embeddings have already normalised.</param>
internal sealed class ModernBertLayer(ModernBertConfig config, bool isFirst)
{
    public LayerNorm? AttentionNorm { get; } = isFirst ? null : new(config.HiddenSize, config.NormEpsilon, config.NormBias);

    public ModernBertAttention Attention { get; } = new(config);

    public LayerNorm FeedForwardNorm { get; } = new(config.HiddenSize, config.NormEpsilon, config.NormBias);

    public ModernBertFeedForward FeedForward { get; } = new(config);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    public Tensor Forward(Tensor x, Tensor? mask, RotaryPositions positions, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = x + Attention.Forward(AttentionNorm is null ? x : AttentionNorm.Forward(x), mask, positions, rows, context);
        return scope.MoveToOuter(attended + FeedForward.Forward(FeedForwardNorm.Forward(attended), rows, context));
    }
}
