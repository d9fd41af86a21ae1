using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ModernBert;

/// <summary>Attention with rotary positions; query, key and value come from one matrix.</summary>
internal sealed class ModernBertAttention(ModernBertConfig config)
{
    public Linear Packed { get; } = new(config.HiddenSize, 3 * config.HiddenSize, config.AttentionBias);

    public Linear Output { get; } = new(config.HiddenSize, config.HiddenSize, config.AttentionBias);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    /// <param name="x">[b,t,d] or [1,n,d]</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    /// <param name="positions">The angles of the layer's kind of attention.</param>
    /// <param name="rows">The rows laid end to end, or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor? mask, RotaryPositions positions, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor query, Tensor key, Tensor value) = AttentionHeads.SplitPacked(Packed.Forward(x), config.Heads);   // [b,h,t,d/h]
        (query, key) = (positions.Rotate(query), positions.Rotate(key));
        Tensor mixed = rows is null
            ? ScaledDotProduct.Apply(query, key, value, mask, config.AttentionDropout, context)
            : ScaledDotProduct.Apply(query, key, value, mask, rows, config.AttentionDropout, context);
        Tensor projected = Output.Forward(AttentionHeads.Join(mixed));
        return scope.MoveToOuter(Dropout.Apply(projected, config.AttentionDropout, context, rows));
    }
}
