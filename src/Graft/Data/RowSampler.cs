using Graft.Tensors;

namespace Graft.Data;

/// <summary>Orders and splits rows so that each class keeps its share, reproducibly from a seed.</summary>
internal static class RowSampler
{
    /// <summary>
    /// An order of all rows of which every run holds each group's share as nearly as whole rows allow: the rows of
    /// a group, shuffled, are spread evenly over the order.
    /// </summary>
    /// <param name="groups">Each row's group (its class), any numbers.</param>
    /// <param name="seed">Decides which rows of a group come first.</param>
    public static int[] StratifiedOrder(IReadOnlyList<int> groups, ulong seed)
    {
        var random = new SeededRandom(seed);
        double[] places = new double[groups.Count];
        int[] order = new int[groups.Count];
        foreach (int[] rows in ByGroup(groups))
        {
            random.Shuffle(rows.AsSpan());
            for (int i = 0; i < rows.Length; i++)
            {
                places[rows[i]] = (i + 0.5) / rows.Length;
            }
        }

        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        // Ties (groups of the same size) go by group, then row, so that the sort has one answer.
        Array.Sort(order, (a, b) =>
        {
            int byPlace = places[a].CompareTo(places[b]);
            int byGroup = byPlace != 0 ? byPlace : groups[a].CompareTo(groups[b]);
            return byGroup != 0 ? byGroup : a.CompareTo(b);
        });
        return order;
    }

    /// <summary>
    /// Takes rows out of all, from each group in proportion (largest remainders first). A group of two or more is
    /// never taken whole, and gives at least one row while there are rows to give.
    /// </summary>
    /// <returns>Whether each row is taken.</returns>
    public static bool[] TakeStratified(IReadOnlyList<int> groups, double fraction, ulong seed)
    {
        int[][] all = ByGroup(groups);
        int[] wanted = Quotas([.. all.Select(rows => rows.Length)], fraction);
        var random = new SeededRandom(seed);
        bool[] taken = new bool[groups.Count];
        for (int group = 0; group < all.Length; group++)
        {
            random.Shuffle(all[group].AsSpan());
            foreach (int row in all[group].AsSpan(0, wanted[group]))
            {
                taken[row] = true;
            }
        }

        return taken;
    }

    private static int[][] ByGroup(IReadOnlyList<int> groups) =>
        [.. Enumerable.Range(0, groups.Count).GroupBy(row => groups[row]).OrderBy(group => group.Key).Select(group => group.ToArray())];

    private static int[] Quotas(int[] sizes, double fraction)
    {
        int total = (int)Math.Round(fraction * sizes.Sum(), MidpointRounding.ToEven);
        int[] quotas = new int[sizes.Length];
        int left = total;
        for (int group = 0; group < sizes.Length; group++)
        {
            quotas[group] = Math.Min((int)(fraction * sizes[group]), Most(group));
            left -= quotas[group];
        }

        // Groups that have none yet come first, then those with the largest fraction of a row cut off.
        IEnumerable<int> order = Enumerable.Range(0, sizes.Length)
            .OrderBy(group => quotas[group] > 0)
            .ThenByDescending(group => (fraction * sizes[group]) - quotas[group])
            .ThenBy(group => group);
        int[] turns = [.. order];
        for (bool gave = true; left > 0 && gave;)
        {
            gave = false;
            foreach (int group in turns)
            {
                if (left > 0 && quotas[group] < Most(group))
                {
                    quotas[group]++;
                    left--;
                    gave = true;
                }
            }
        }

        return quotas;

        int Most(int group) => sizes[group] - 1;
    }
}
