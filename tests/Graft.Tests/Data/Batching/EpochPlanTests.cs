using CsCheck;
using Graft.Data.Batching;
using Graft.Tests.Training;

namespace Graft.Tests.Data.Batching;

public sealed class EpochPlanTests
{
    [Fact]
    public void Every_row_comes_once_an_epoch() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 40], Gen.Bool, Gen.ULong, Gen.Int[0, 5]).Sample((rows, batch, grouped, seed, epoch) =>
    {
        using var source = new TinyRun(rows);

        IReadOnlyList<int[]> plan = EpochPlan.ForTraining(source, batch, grouped, seed, epoch);

        Assert.Equal(Enumerable.Range(0, rows), plan.SelectMany(part => part).Order());
        Assert.Equal((rows + batch - 1) / batch, plan.Count);
        Assert.All(plan, part => Assert.InRange(part.Length, 1, batch));
    }, iter: 50);

    [Fact]
    public void Seed_and_epoch_decide_the_order()
    {
        using var source = new TinyRun(100);

        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));

        int[] Order(ulong seed, int epoch) => [.. EpochPlan.ForTraining(source, 8, true, seed, epoch).SelectMany(part => part)];
    }

    [Fact]
    public void Rows_of_similar_length_share_a_batch()
    {
        using var source = new TinyRun(200);

        int grouped = Padding(true), mixed = Padding(false);
        Assert.True(grouped < mixed / 2, $"{grouped} places of padding grouped, {mixed} mixed");

        int Padding(bool group) => EpochPlan.ForTraining(source, 8, group, 1, 0).Sum(part => part.Sum(row => part.Max(source.CostOf) - source.CostOf(row)));
    }

    [Fact]
    public void Batches_come_in_order_and_the_rest_is_freed_when_left_early()
    {
        using var source = new TinyRun(40);
        int[][] plan = [.. Enumerable.Range(0, 40).Chunk(4)];

        int[] rows = [.. BatchLoader.Load(source, plan, first: 2).Take(3).SelectMany(batch =>
        {
            using (batch)
            {
                return batch.Rows;
            }
        })];

        Assert.Equal(Enumerable.Range(8, 12), rows);
    }
}
