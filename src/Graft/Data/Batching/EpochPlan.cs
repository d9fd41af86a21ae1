using Graft.Tensors;

namespace Graft.Data.Batching;

/// <summary>Which rows share a batch, and in which order: a function of seed and epoch alone.</summary>
public static class EpochPlan
{
    // Rows are sorted by length within so many batches: enough for little padding, few enough to stay mixed.
    private const int BatchesPerBucket = 4;

    // What a forward pass costs beside its rows, as a share of a full one.
    private const double CostOfABatch = 1.0 / 16;

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
    /// <param name="source">The rows.</param>
    /// <param name="batchSize">Rows a batch; null: as many as <see cref="IBatchSource.BatchCost"/> allows, cut where padding costs least.</param>
    public static IReadOnlyList<int[]> ForEvaluation(IBatchSource source, int? batchSize)
    {
        int[] order = [.. Enumerable.Range(0, source.Count).OrderByDescending(source.CostOf)];
        return batchSize is { } rows ? Cut(order, rows) : CutByCost(order, source);
    }

    // The cheapest way to cut rows in this order, found from the end: a batch costs its longest row times its rows, and a
    // little for itself, since short passes do not fill the cores.
    private static List<int[]> CutByCost(int[] order, IBatchSource source)
    {
        int[] costs = [.. order.Select(row => Math.Max(1, source.CostOf(row)))], lengths = new int[order.Length];
        double[] least = new double[order.Length + 1];
        double each = source.BatchCost * CostOfABatch;
        for (int first = order.Length - 1; first >= 0; first--)
        {
            int most = Math.Clamp(source.BatchCost / costs[first], 1, order.Length - first);
            least[first] = double.PositiveInfinity;
            for (int length = most; length >= 1; length--)
            {
                double total = each + (double)length * costs[first] + least[first + length];
                if (total < least[first])
                {
                    (least[first], lengths[first]) = (total, length);
                }
            }
        }

        var batches = new List<int[]>();
        for (int first = 0; first < order.Length; first += lengths[first])
        {
            batches.Add(order[first..(first + lengths[first])]);
        }

        return batches;
    }

    private static int[][] Cut(int[] order, int batchSize) => [.. order.Chunk(batchSize)];
}
