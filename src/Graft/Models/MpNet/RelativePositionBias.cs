using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MpNet;

/// <summary>
/// What attention adds to its scores by the distance of key and query: one number a head and bucket of distances.
/// Source: Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer" (T5), 2019.
/// </summary>
internal sealed class RelativePositionBias(long rows, long heads) : IDisposable
{
    /// <summary>Buckets: half for keys before the query, half for keys after it.</summary>
    public const int Buckets = 32;

    private const int OneSide = Buckets / 2;
    private const int Exact = OneSide / 2;      // distances below have a bucket each
    private const int Farthest = 128;           // from here on all share the last bucket

    public Embedding Table { get; } = new(rows, heads);

    /// <summary>[1,h,t,t], to be added to the scores of all layers.</summary>
    public Tensor Forward(long tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bias = Table.Forward(BucketsOf(tokens, Table.Weight.device));             // [t,t,h]
        return scope.MoveToOuter(bias.permute(2, 0, 1).unsqueeze(0));
    }

    public void Dispose() => Table.Dispose();

    // [t,t]: rows are queries, columns keys. Step by step in float32, as the models were trained: some logarithms fall
    // next to a bucket's border.
    private static Tensor BucketsOf(long tokens, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor positions = arange(tokens, dtype: ScalarType.Int64, device: device);
        Tensor behind = positions.unsqueeze(1) - positions.unsqueeze(0);    // how far the key lies before the query
        Tensor side = behind.lt(0).to(ScalarType.Int64) * OneSide;
        Tensor distance = behind.abs();
        Tensor logarithm = (distance.to(ScalarType.Float32) / Exact).log() / Math.Log((double)Farthest / Exact);
        Tensor far = ((logarithm * (OneSide - Exact)).to(ScalarType.Int64) + Exact).clamp_max(OneSide - 1);
        return scope.MoveToOuter(side + where(distance.lt(Exact), distance, far));
    }
}
