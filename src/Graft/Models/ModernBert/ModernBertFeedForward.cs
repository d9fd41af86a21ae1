using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ModernBert;

/// <summary>
/// A feed-forward block with a gate: one half of the first layer's output, activated, is multiplied by the other half.
/// Source: Shazeer, "GLU variants improve transformer", 2020.
/// </summary>
internal sealed class ModernBertFeedForward(ModernBertConfig config)
{
    public Linear Up { get; } = new(config.HiddenSize, 2 * config.IntermediateSize, config.FeedForwardBias);

    public Linear Down { get; } = new(config.IntermediateSize, config.HiddenSize, config.FeedForwardBias);

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    public Tensor Forward(Tensor x, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor both = Up.Forward(x);                                                 // [b,t,2i]
        Tensor gate = both.narrow(-1, config.IntermediateSize, config.IntermediateSize);
        Tensor inner = config.Activation.Apply(both.narrow(-1, 0, config.IntermediateSize)) * gate;
        return scope.MoveToOuter(Down.Forward(Dropout.Apply(inner, config.FeedForwardDropout, context, rows)));
    }
}
