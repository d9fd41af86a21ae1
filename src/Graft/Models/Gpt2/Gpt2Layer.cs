using Graft.Layers;
using Graft.Layers.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Gpt2;

/// <summary>Attention and feed-forward, each on its normalised input and then added to it (pre-norm).</summary>
/// <param name="config">The architecture.</param>
/// <param name="number">The layer's number, from 0.</param>
internal sealed class Gpt2Layer(Gpt2Config config, int number)
{
    public LayerNorm AttentionNorm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    public Gpt2Attention Attention { get; } = new(config, number);

    public LayerNorm FeedForwardNorm { get; } = new(config.HiddenSize, config.LayerNormEpsilon);

    public TransposedLinear Up { get; } = new(config.HiddenSize, config.IntermediateSize);

    public TransposedLinear Down { get; } = new(config.IntermediateSize, config.HiddenSize);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    public Tensor Forward(Tensor x, Tensor? mask, PackedRows? rows, ForwardContext context) =>
        CheckpointedLayer.Run(x, mask, context, (input, bias) => Run(input, bias, rows, context));

    private Tensor Run(Tensor x, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = x + Attention.Forward(AttentionNorm.Forward(x), mask, rows, context);
        Tensor inner = config.Activation.Apply(Up.Forward(FeedForwardNorm.Forward(attended)));       // [b,t,i]
        return scope.MoveToOuter(attended + Dropout.Apply(Down.Forward(inner), config.ResidualDropout, context, rows));
    }
}
