using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>The distances within a row, as all layers read them.</summary>
/// <param name="Table">[r,d]: a vector a distance, for the distances that there are.</param>
/// <param name="QueryToKey">[t,t] int64: the table's row for each query (rows) and key (columns).</param>
/// <param name="KeyToQuery">[t,t] int64: the table's row for each key (rows) and query (columns), seen from the query.</param>
internal sealed record RelativePositions(Tensor Table, Tensor QueryToKey, Tensor KeyToQuery)
{
    /// <summary>The distances of a row, which belong to the surrounding dispose scope.</summary>
    /// <param name="table">[2 span, d]: a vector a distance, from -span to span - 1.</param>
    /// <param name="tokens">t</param>
    /// <param name="config">Span, buckets and the largest distance.</param>
    public static RelativePositions Create(Tensor table, long tokens, DebertaV2Config config)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor positions = arange(tokens, dtype: ScalarType.Int64, device: table.device);
        Tensor distance = positions.unsqueeze(1) - positions.unsqueeze(0);           // [t,t]
        if (config.Buckets > 0)
        {
            distance = Bucket(distance, config.Buckets, config.MaxDistance);
        }

        // Short rows need a few rows of the table only: scores of the others are not even computed. On another device than the
        // processor the whole table is cheaper than waiting for the distance.
        int span = config.Span;
        long reach = HostMemory.Holds(distance) ? distance[-1, 0].item<long>() : span;
        long first = Math.Max(span - reach, 0), last = Math.Min(span + reach, 2 * span - 1);
        return new RelativePositions(
            scope.MoveToOuter(table.narrow(0, first, last - first + 1)),
            scope.MoveToOuter((distance + (span - first)).clamp(0, last - first)),
            scope.MoveToOuter(((span - first) - distance).clamp(0, last - first)));
    }

    /// <summary>The table's row for each distance, out of all its rows: any shape int64 -> the same shape.</summary>
    public static Tensor Rows(Tensor distance, DebertaV2Config config)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bucket = config.Buckets > 0 ? Bucket(distance, config.Buckets, config.MaxDistance) : distance;
        return scope.MoveToOuter((bucket + config.Span).clamp(0, 2 * config.Span - 1));
    }

    // Distances up to half the buckets stay as they are; farther ones go by their logarithm, up to the largest distance.
    // In float32 step by step, as the models were trained: some logarithms fall next to a bucket's border.
    private static Tensor Bucket(Tensor distance, int buckets, int maxDistance)
    {
        using DisposeScope scope = NewDisposeScope();
        int half = buckets / 2;
        Tensor size = distance.abs().clamp_min(half - 1);                            // [t,t] int64
        using Tensor widest = tensor((float)((maxDistance - 1) / (double)half), device: distance.device).log();
        Tensor share = (size / half).log() / widest;                                 // 0 at half, 1 at the largest distance
        Tensor far = ((share * (half - 1)).ceil() + half) * distance.sign();
        return scope.MoveToOuter(where(size.le(half), distance, far.to(ScalarType.Int64)));
    }
}
