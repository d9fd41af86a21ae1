using Graft.Layers.Fused;
using Graft.Layers.Quantized;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Self-attention with several heads, without the output projection (families name and place that differently).
/// Source: Vaswani et al., "Attention is all you need", 2017.
/// </summary>
public sealed class MultiHeadAttention
{
    private readonly long _heads;
    private readonly double _dropout;

    /// <summary>Creates the layer; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="width">Size of input and output; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="dropout">Share of attention probabilities dropped while training, 0 to below 1.</param>
    /// <param name="bias">False for projections without shift.</param>
    /// <param name="keyBias">False for a key projection without shift; the softmax would not change by it.</param>
    public MultiHeadAttention(long width, long heads, double dropout, bool bias = true, bool keyBias = true)
    {
        if (width % heads != 0)
        {
            throw new ArgumentException($"hidden size ({width}) must be divisible by heads ({heads})", nameof(heads));
        }

        _heads = heads;
        _dropout = dropout;
        Query = new Linear(width, width, bias);
        Key = new Linear(width, width, bias && keyBias);
        Value = new Linear(width, width, bias);
    }

    /// <summary>Projection of the queries.</summary>
    public Linear Query { get; }

    /// <summary>Projection of the keys.</summary>
    public Linear Key { get; }

    /// <summary>Projection of the values.</summary>
    public Linear Value { get; }

    /// <summary>Number of heads.</summary>
    internal long Heads => _heads;

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    /// <param name="x">[b,t,d]</param>
    /// <param name="mask">Added to the scores before softmax: broadcastable to [b,heads,t,t], such as [b,1,1,t]; or null.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor? mask, ForwardContext context) => Forward(x, mask, rows: null, context);

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    internal Tensor Forward(Tensor x, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long batch = x.shape[0], tokens = x.shape[1], width = x.shape[2];
        (Tensor query, Tensor key, Tensor value) = Project(x);
        Tensor mixed = rows is null                                                             // [b,h,t,d/h]
            ? ScaledDotProduct.Apply(Split(query), Split(key), Split(value), mask, _dropout, context)
            : ScaledDotProduct.Apply(Split(query), Split(key), Split(value), mask, rows, _dropout, context);
        return scope.MoveToOuter(mixed.transpose(1, 2).reshape(batch, tokens, width));

        // [b,t,d] -> [b,h,t,d/h]
        Tensor Split(Tensor projected) => projected.view(batch, tokens, _heads, width / _heads).transpose(1, 2);
    }

    // [b,t,d] -> three times [b,t,d]
    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor x)
    {
        if (FusedProjections.Serves(x, Query))
        {
            return FusedProjections.Apply(x, Query, Key, Value);
        }

        if (is_grad_enabled() || Query.Rounded is null || Key.Rounded is null || Value.Rounded is null)
        {
            return (Query.Forward(x), Key.Forward(x), Value.Forward(x));
        }

        using Int8Rows rows = Int8Rows.Of(x);
        return (Query.Forward(rows, x.shape), Key.Forward(rows, x.shape), Value.Forward(rows, x.shape));
    }
}
