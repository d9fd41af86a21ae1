using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Masks by position, in the form that attention adds to its scores: 0 where a key is seen, the lowest float where not.</summary>
internal static class AttentionMask
{
    /// <summary>Each query sees itself and the keys before it: [1,1,t,t].</summary>
    /// <param name="tokens">t</param>
    /// <param name="device">Where the mask is made.</param>
    public static Tensor Causal(long tokens, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Hide(Distance(tokens, device).lt(0)));
    }

    /// <summary>Each query sees the keys that are at most so far away, on both sides: [1,1,t,t].</summary>
    /// <param name="tokens">t</param>
    /// <param name="reach">The largest distance seen.</param>
    /// <param name="device">Where the mask is made.</param>
    public static Tensor Window(long tokens, long reach, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Hide(Distance(tokens, device).abs().gt(reach)));
    }

    /// <summary>Each query sees the tokens of its row: [b,1,1,t], or null where no row is padded.</summary>
    /// <param name="seen">[b,t] int64, 1 at tokens and 0 at padding; or null where no row is padded.</param>
    public static Tensor? Padding(Tensor? seen)
    {
        if (seen is null)
        {
            return null;
        }

        using Tensor hidden = seen.eq(0), byKey = hidden.view(seen.shape[0], 1, 1, seen.shape[1]);
        return zeros(byKey.shape, dtype: ScalarType.Float32, device: seen.device).masked_fill_(byKey, float.MinValue);
    }

    /// <summary>True for a mask [b,1,1,t] in single precision, or for none: the same for all heads and queries of a row.</summary>
    /// <param name="mask">A mask, or null.</param>
    /// <param name="batch">b</param>
    /// <param name="keys">t</param>
    public static bool IsByKey(Tensor? mask, long batch, long keys) =>
        mask is null || (mask.dtype == ScalarType.Float32 && mask.shape is [var rows, 1, 1, var last] && rows == batch && last == keys);

    /// <summary>
    /// Both masks in one. A row that sees nothing attends to all keys alike, so that its (unused) output stays finite.
    /// </summary>
    /// <param name="first">Broadcastable to [b,h,t,t], or null for one that hides nothing.</param>
    /// <param name="second">The same.</param>
    public static Tensor? Both(Tensor? first, Tensor? second) =>
        first is null ? second : second is null ? first : minimum(first, second);   // the sum would overflow

    // [t,t]: how far the key (column) lies before the query (row).
    private static Tensor Distance(long tokens, Device device)
    {
        using Tensor positions = arange(tokens, dtype: ScalarType.Int64, device: device);
        using Tensor queries = positions.unsqueeze(1);
        return queries - positions;
    }

    private static Tensor Hide(Tensor hidden) =>
        zeros(hidden.shape, dtype: ScalarType.Float32, device: hidden.device).masked_fill_(hidden, float.MinValue).unsqueeze(0).unsqueeze(0);
}
