using System.Runtime.InteropServices;
using Graft.Models.MpNet;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.MpNet;

public sealed class RelativePositionBiasTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(7, 0, 7)]       // near distances have a bucket each
    [InlineData(0, 7, 23)]      // and other ones for keys after the query
    [InlineData(8, 0, 8)]
    [InlineData(11, 0, 8)]
    [InlineData(12, 0, 9)]
    [InlineData(100, 0, 15)]
    [InlineData(199, 0, 15)]    // far ones share the last
    [InlineData(0, 199, 31)]
    public void A_distance_has_the_bucket_of_its_logarithm(int query, int key, int bucket)
    {
        using DisposeScope scope = NewDisposeScope();
        using var bias = new RelativePositionBias(RelativePositionBias.Buckets, heads: 2);
        using Tensor table = bias.Table.Weight;
        Span<float> values = MemoryMarshal.Cast<byte, float>(table.bytes);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i;      // row r, head h: 2 r + h
        }

        Tensor all = bias.Forward(200);

        Assert.Equal([1, 2, 200, 200], all.shape);
        Assert.Equal(2 * bucket, all[0, 0, query, key].item<float>());
        Assert.Equal(2 * bucket + 1, all[0, 1, query, key].item<float>());
    }
}
