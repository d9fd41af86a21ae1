using CsCheck;
using Graft.Data.Batching;
using Graft.Models;

namespace Graft.Tests.Data.Batching;

public sealed class EvaluationPlanTests
{
    private const int Budget = 2048;

    [Fact]
    public void Every_row_comes_once_and_a_batch_keeps_to_its_cost() => Gen.Int[0, 3000].Array[1, 400].Sample(costs =>
    {
        IReadOnlyList<int[]> plan = EpochPlan.ForEvaluation(new Costs(costs), batchSize: null);

        Assert.Equal(Enumerable.Range(0, costs.Length), plan.SelectMany(batch => batch).Order());
        Assert.All(plan, batch => Assert.True(batch.Length == 1 || batch.Length * Math.Max(1, batch.Max(row => costs[row])) <= Budget));
        Assert.Equal(costs.OrderDescending(), plan.SelectMany(batch => batch).Select(row => costs[row]));
    }, iter: 60);

    [Fact]
    public void Padding_is_a_small_part_of_a_thousand_rows()
    {
        var random = new Random(4);
        int[] costs = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(20, 513))];

        int padded = EpochPlan.ForEvaluation(new Costs(costs), batchSize: null).Sum(batch => batch.Length * batch.Max(row => costs[row]));

        Assert.InRange(padded, costs.Sum(), 1.01 * costs.Sum());
    }

    [Fact]
    public void A_number_of_rows_asked_for_is_kept()
    {
        var costs = new Costs([.. Enumerable.Range(1, 50)]);

        Assert.Equal([16, 16, 16, 2], EpochPlan.ForEvaluation(costs, 16).Select(batch => batch.Length));
    }

    private sealed class Costs(int[] costs) : IBatchSource
    {
        public int Count => costs.Length;

        public LabelSet Labels { get; } = LabelSet.Numbered(2);

        public int CostOf(int row) => costs[row];

        public string OriginOf(int row) => $"row {row}";

        public float[] TargetsOf(IReadOnlyList<int> rows) => new float[rows.Count];

        public Batch CreateBatch(IReadOnlyList<int> rows, ulong? augmentationSeed) => throw new NotSupportedException();

        public void SaveEncoder(string folder) => throw new NotSupportedException();
    }
}
