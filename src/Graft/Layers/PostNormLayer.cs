using Graft.Layers.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Attention and feed-forward, each added to its input and then normalised: BERT's layer.</summary>
/// <param name="attention">The attention.</param>
/// <param name="block">What follows it.</param>
internal sealed class PostNormLayer(MultiHeadAttention attention, PostNormBlock block)
{
    public MultiHeadAttention Attention { get; } = attention;

    public PostNormBlock Block { get; } = block;

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    /// <param name="x">[b,t,d]</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    /// <param name="context">Training or prediction.</param>
    /// <param name="rows">The rows that lie end to end in x, a batch of one; or null.</param>
    public Tensor Forward(Tensor x, Tensor? mask, ForwardContext context, PackedRows? rows = null) =>
        CheckpointedLayer.Run(x, mask, context, (input, bias) => Run(input, bias, rows, context));

    private Tensor Run(Tensor x, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Block.Forward(x, Attention.Forward(x, mask, rows, context), context, rows));
    }
}
