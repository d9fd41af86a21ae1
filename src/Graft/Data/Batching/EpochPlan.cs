using Graft.Tensors;

namespace Graft.Data.Batching;

/// <summary>Which rows share a batch, and in which order: a function of seed and epoch alone.</summary>
public static class EpochPlan
{
    // Rows are sorted by length within so many batches: enough for little padding, few enough to stay mixed.
    private const int BatchesPerBucket = 4;

    /// <summary>The batches of one epoch of training: every row once, in random order.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="batchSize">Rows a batch; the last one may be shorter.</param>
    /// <param name="groupByLength">True to put rows of similar cost together.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch's number, from 0.</param>
    public static IReadOnlyList<int[]> ForTraining(IBatchSource source, int batchSize, bool groupByLength, ulong seed, int epoch)
    {
        var random = new SeededRandom(seed + 0x9E3779B97F4A7C15ul * (ulong)(epoch + 1));
        int[] order = random.Permutation(source.Count);
        if (!groupByLength)
        {
            return Cut(order, batchSize);
        }

        int[] costs = [.. order.Select(source.CostOf)];
        for (int start = 0; start < order.Length; start += batchSize * BatchesPerBucket)
        {
            int length = Math.Min(batchSize * BatchesPerBucket, order.Length - start);
            // Equal costs keep their random order only with a stable sort; ties are broken by the random place.
            int[] places = [.. Enumerable.Range(start, length).OrderByDescending(place => costs[place]).ThenBy(place => place)];
            int[] sorted = [.. places.Select(place => order[place])];
            sorted.CopyTo(order, start);
        }

        IReadOnlyList<int[]> batches = Cut(order, batchSize);
        int[] shuffled = random.Permutation(batches.Count);
        return [.. shuffled.Select(batch => batches[batch])];
    }

    /// <summary>The batches of an evaluation: every row once, the longest first, so that too little memory shows at once.</summary>
    public static IReadOnlyList<int[]> ForEvaluation(IBatchSource source, int batchSize) =>
        Cut([.. Enumerable.Range(0, source.Count).OrderByDescending(source.CostOf)], batchSize);

    private static int[][] Cut(int[] order, int batchSize) => [.. order.Chunk(batchSize)];
}
