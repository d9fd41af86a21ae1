namespace Graft.Evaluation;

/// <summary>Correlations of two equally long series. Each is NaN where a series is constant or has fewer than two values.</summary>
internal static class Correlation
{
    /// <summary>Pearson's r, in two passes: means first, so that large offsets do not cancel.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (IsConstant(x) || IsConstant(y))
        {
            return double.NaN;
        }

        double meanX = Mean(x), meanY = Mean(y);
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>Spearman's rho: Pearson's r of the ranks, equal values sharing their average rank.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Kendall's tau-b, by sorting and counting exchanges (Knight, 1966): n log n.</summary>
    public static double Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (IsConstant(x) || IsConstant(y))
        {
            return double.NaN;
        }

        int n = x.Length;
        (double X, double Y)[] pairs = new (double, double)[n];
        for (int i = 0; i < n; i++)
        {
            pairs[i] = (x[i], y[i]);
        }

        Array.Sort(pairs);
        double all = n * (n - 1.0) / 2;
        double tiedX = Ties(pairs.Select(p => p.X));
        double tiedBoth = Ties(pairs);
        double[] order = [.. pairs.Select(p => p.Y)];
        double exchanges = SortCountingExchanges(order, new double[n], 0, n);
        double tiedY = Ties(order);
        double balance = all - tiedX - tiedY + tiedBoth - (2 * exchanges);
        return Math.Clamp(balance / Math.Sqrt(all - tiedX) / Math.Sqrt(all - tiedY), -1, 1);
    }

    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    internal static bool IsConstant(ReadOnlySpan<double> values) => values.IndexOfAnyExcept(values[0]) < 0;

    /// <summary>1-based ranks; equal values share their average rank.</summary>
    internal static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] keys = values.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows);
        var ranks = new double[keys.Length];
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[rows[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    /// <summary>The number of pairs of equal neighbours in a sorted series.</summary>
    private static double Ties<T>(IEnumerable<T> sorted)
        where T : IEquatable<T>
    {
        double ties = 0, run = 0;
        T? last = default;
        foreach (T value in sorted)
        {
            run = run > 0 && value.Equals(last) ? run + 1 : 1;
            ties += run - 1;
            last = value;
        }

        return ties;
    }

    /// <summary>Merge sort of values[from..to); returns how many pairs were in strictly descending order.</summary>
    private static double SortCountingExchanges(double[] values, double[] spare, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        int middle = from + ((to - from) / 2);
        double exchanges = SortCountingExchanges(values, spare, from, middle)
            + SortCountingExchanges(values, spare, middle, to);
        int left = from, right = middle;
        for (int i = from; i < to; i++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
            {
                spare[i] = values[left++];
            }
            else
            {
                spare[i] = values[right++];
                exchanges += middle - left;
            }
        }

        Array.Copy(spare, from, values, from, to - from);
        return exchanges;
    }
}
