using Graft.Layers.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>softmax(q kᵀ / √d + mask) v, by the kernel that serves best.</summary>
internal static class ScaledDotProduct
{
    /// <summary>[b,h,t,d] each -> [b,h,t,d].</summary>
    /// <param name="query">[b,h,t,d]</param>
    /// <param name="key">[b,h,t,d]</param>
    /// <param name="value">[b,h,t,d]</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    /// <param name="dropout">Share of probabilities dropped while training.</param>
    /// <param name="context">Training or prediction.</param>
    public static Tensor Apply(
        Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, ForwardContext context)
    {
        // Positions turned in single precision may have widened two of the three.
        if (query.dtype != value.dtype || key.dtype != value.dtype)
        {
            using Tensor narrowQuery = query.to(value.dtype), narrowKey = key.to(value.dtype);
            return Apply(narrowQuery, narrowKey, value, mask, dropout, context);
        }

        // libtorch's fused kernel keeps no probabilities and leaves its fast path for dropout; its backward pass is also
        // slower than plain products on short rows. So it serves prediction only.
        if (!is_grad_enabled() && context.Trace is null)
        {
            if (PredictionAttention.Serves(query, key, value, mask))
            {
                return PredictionAttention.Apply(query, key, value, mask);
            }

            using Tensor? converted = mask is null || mask.dtype == query.dtype ? null : mask.to(query.dtype);
            return nn.functional.scaled_dot_product_attention(query, key, value, converted ?? mask);
        }

        // With a bias of its own for each pair, plain products are as fast or faster, unless masks are to be drawn.
        bool isFaster = AttentionMask.IsByKey(mask, query.shape[0], key.shape[2]) || (dropout > 0 && context.Dropout is not null);
        if (context.Trace is null && isFaster && FusedAttention.Serves(query, mask))
        {
            return FusedAttention.Apply(query, key, value, mask, dropout, context);
        }

        using DisposeScope scope = NewDisposeScope();
        double scale = 1.0 / Math.Sqrt(query.shape[^1]);
        Tensor scores = matmul(query * scale, key.transpose(-2, -1));   // [b,h,t,t]
        if (mask is not null)
        {
            scores = scores + mask;
        }

        Tensor probabilities = scores.softmax(-1);
        context.Trace?.AddAttention(probabilities);
        return scope.MoveToOuter(matmul(Dropout.Apply(probabilities, dropout, context).to(value.dtype), value));
    }

    /// <summary>[1,h,n,d] each, where rows lie end to end, -> [1,h,n,d]: each row attends to itself.</summary>
    /// <param name="query">[1,h,n,d]</param>
    /// <param name="key">[1,h,n,d]</param>
    /// <param name="value">[1,h,n,d]</param>
    /// <param name="mask">Added to the scores: broadcastable to [1,h,t,t], of which a row uses the part for its tokens; or null.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="dropout">Share of probabilities dropped while training.</param>
    /// <param name="context">Training or prediction.</param>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask, PackedRows rows, double dropout, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        (query, key) = (query.to(value.dtype), key.to(value.dtype));
        if (is_grad_enabled() && FusedAttention.Serves(query, mask, rows))
        {
            return scope.MoveToOuter(FusedAttention.Apply(query, key, value, mask, dropout, context, rows));
        }

        if (!is_grad_enabled() && mask is null && PredictionAttention.Serves(query, key, value, mask))
        {
            return scope.MoveToOuter(PredictionAttention.Apply(query, key, value, mask, rows));
        }

        IEnumerable<Tensor> mixed = rows.Split(query).Zip(rows.Split(key), rows.Split(value))
            .Select(row => Apply(row.First, row.Second, row.Third, Part(row.First.shape[2]), dropout, context));
        return scope.MoveToOuter(cat([.. mixed], dim: 2));

        Tensor? Part(long tokens) => mask is null ? null : mask.shape[2] == 1 ? mask.narrow(3, 0, tokens) : mask.narrow(3, 0, tokens).narrow(2, 0, tokens);
    }
}
