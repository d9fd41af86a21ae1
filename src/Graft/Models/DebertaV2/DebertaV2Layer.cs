using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>Disentangled attention, and what follows attention in BERT's layer.</summary>
internal sealed class DebertaV2Layer(DebertaV2Config config)
{
    public DisentangledAttention Attention { get; } = new(config);

    public PostNormBlock Block { get; } = new(
        config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
        attentionDropout: config.HiddenDropout, outputDropout: config.HiddenDropout);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    public Tensor Forward(Tensor x, Tensor? mask, RelativePositions? positions, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Block.Forward(x, Attention.Forward(x, mask, positions, rows, context), context, rows));
    }
}
