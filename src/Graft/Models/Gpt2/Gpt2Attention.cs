using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Gpt2;

/// <summary>Attention of each token to itself and those before it; query, key and value come from one matrix.</summary>
/// <param name="config">The architecture.</param>
/// <param name="layer">The layer's number, from 0.</param>
internal sealed class Gpt2Attention(Gpt2Config config, int layer)
{
    public TransposedLinear Packed { get; } = new(config.HiddenSize, 3 * config.HiddenSize);

    public TransposedLinear Output { get; } = new(config.HiddenSize, config.HiddenSize);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    /// <param name="x">[b,t,d] or [1,n,d]</param>
    /// <param name="mask">Added to the scores, with the causal mask in it: broadcastable to [b,h,t,t].</param>
    /// <param name="rows">The rows laid end to end, or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor query, Tensor key, Tensor value) = AttentionHeads.SplitPacked(Packed.Forward(x), config.Heads);   // [b,h,t,d/h]

        double factor = Factor(query.shape[^1]);
        Tensor scaled = factor == 1 ? query : query * factor;
        Tensor mixed = rows is null
            ? ScaledDotProduct.Apply(scaled, key, value, mask, config.AttentionDropout, context)
            : ScaledDotProduct.Apply(scaled, key, value, mask, rows, config.AttentionDropout, context);
        Tensor projected = Output.Forward(AttentionHeads.Join(mixed));
        return scope.MoveToOuter(Dropout.Apply(projected, config.ResidualDropout, context, rows));
    }

    /// <summary>What scores are multiplied by. Attention divides by the root of the head's size; the factor takes that back or adds to it.</summary>
    public double Factor(long headSize) => (config.ScalesScores ? 1 : Math.Sqrt(headSize)) / (config.ScalesScoresByLayer ? layer + 1 : 1);
}
