using Graft.Models.DebertaV2;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.DebertaV2;

public sealed class RelativePositionsTests
{
    private static readonly DebertaV2Config V3 = new() { Buckets = 256, MaxDistance = 512 };

    [Theory]
    [InlineData(0, 0, 256)]
    [InlineData(128, 0, 384)]   // distances up to half the buckets stand for themselves
    [InlineData(0, 128, 128)]
    [InlineData(129, 0, 385)]   // 128 + ceil(127 ln(129/128) / ln(511/128)) = 129
    [InlineData(256, 0, 448)]   // 128 + ceil(127 ln(2) / ln(511/128)) = 192
    [InlineData(511, 0, 511)]   // 128 + 127 = 255, the last but one row on that side
    [InlineData(0, 511, 1)]
    [InlineData(599, 0, 511)]   // beyond the largest distance: the last row
    [InlineData(0, 599, 0)]     // ceil(127 ln(599/128) / ln(511/128)) = 142, cut to the first row
    public void Far_distances_share_a_row_by_their_logarithm(int query, int key, int row)
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor table = zeros(512, 4);
        RelativePositions positions = RelativePositions.Create(table, 600, V3);

        Assert.Equal(row, positions.QueryToKey[query, key].item<long>());
    }

    [Fact]
    public void Without_buckets_distances_are_cut_at_the_largest_one()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor table = zeros(6, 4);
        RelativePositions positions = RelativePositions.Create(table, 5, new DebertaV2Config { MaxDistance = 3 });

        Assert.Equal([3L, 2, 1, 0, 0], positions.QueryToKey[0].data<long>().ToArray());
        Assert.Equal([5L, 5, 5, 4, 3], positions.QueryToKey[4].data<long>().ToArray());
        Assert.Equal([3L, 4, 5, 5, 5], positions.KeyToQuery[0].data<long>().ToArray());
    }

    [Fact]
    public void A_short_row_takes_only_the_rows_of_the_table_that_it_needs()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor table = arange(512).unsqueeze(1);
        RelativePositions positions = RelativePositions.Create(table, 3, V3);

        Assert.Equal([254L, 255, 256, 257, 258], positions.Table.data<long>().ToArray());
        Assert.Equal([2L, 1, 0], positions.QueryToKey[0].data<long>().ToArray());
        Assert.Equal([4L, 3, 2], positions.QueryToKey[2].data<long>().ToArray());
        Assert.Equal([2L, 3, 4], positions.KeyToQuery[0].data<long>().ToArray());
    }
}
