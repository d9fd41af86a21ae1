namespace Graft.Evaluation;

/// <summary>
/// The spread of a statistic over resamples of the rows, drawn with replacement (Efron, 1979): an interval for
/// scores that have no formula of their own, such as macro F1.
/// </summary>
public sealed class Bootstrap
{
    private readonly double[] _ascending;

    private Bootstrap(double[] statistics)
    {
        Statistics = statistics;
        _ascending = [.. statistics];
        Array.Sort(_ascending);
    }

    /// <summary>A score of some of the rows.</summary>
    /// <param name="rows">Indices of rows; an index may occur more than once.</param>
    public delegate double Statistic(ReadOnlySpan<int> rows);

    /// <summary>The statistic of each resample, in the order drawn.</summary>
    public IReadOnlyList<double> Statistics { get; }

    /// <summary>The standard deviation of the statistics (divisor B - 1); NaN for one resample.</summary>
    public double StandardError
    {
        get
        {
            double mean = Statistics.Average();
            return Math.Sqrt(Statistics.Sum(s => (s - mean) * (s - mean)) / (Statistics.Count - 1));
        }
    }

    /// <summary>Draws the resamples and computes the statistic of each.</summary>
    /// <param name="rowCount">The number of rows, at least 1.</param>
    /// <param name="statistic">The score of a resample of <paramref name="rowCount"/> row indices.</param>
    /// <param name="resamples">The number of resamples, at least 1.</param>
    /// <param name="seed">The seed of the draws: the same seed gives the same result.</param>
    /// <exception cref="EvaluationException">A number is below 1.</exception>
    public static Bootstrap Run(int rowCount, Statistic statistic, int resamples = 1000, int seed = 0)
    {
        Check.AnyRows(Math.Max(0, rowCount));
        AnyResamples(resamples);
        var random = new Random(seed);
        var rows = new int[rowCount];
        var statistics = new double[resamples];
        for (int b = 0; b < resamples; b++)
        {
            for (int i = 0; i < rowCount; i++)
            {
                rows[i] = random.Next(rowCount);
            }

            statistics[b] = statistic(rows);
        }

        return new(statistics);
    }

    /// <summary>Computes the statistic of resamples drawn elsewhere.</summary>
    /// <param name="resamples">Row indices of each resample; at least one.</param>
    /// <param name="statistic">The score of a resample.</param>
    /// <exception cref="EvaluationException">There is no resample.</exception>
    public static Bootstrap Run(IReadOnlyList<int[]> resamples, Statistic statistic)
    {
        AnyResamples(resamples.Count);
        return new([.. resamples.Select(rows => statistic(rows))]);
    }

    /// <summary>
    /// The percentile interval: the middle part of the statistics, linearly interpolated between neighbours.
    /// NaN where a statistic is NaN.
    /// </summary>
    /// <param name="confidence">The confidence level, in 0..1, both excluded.</param>
    /// <exception cref="EvaluationException">The confidence is out of range.</exception>
    public BootstrapInterval Interval(double confidence = 0.95)
    {
        Check.Confidence(confidence);
        double tail = (1 - confidence) / 2;
        return new(Quantile(tail), Quantile(1 - tail), confidence);
    }

    private static void AnyResamples(int count)
    {
        if (count < 1)
        {
            throw new EvaluationException($"The number of resamples ({count}) must be at least 1.");
        }
    }

    private double Quantile(double share)
    {
        if (double.IsNaN(_ascending[0]))
        {
            return double.NaN; // NaN sorts first
        }

        double position = (_ascending.Length - 1) * share;
        int below = (int)position;
        int above = Math.Min(below + 1, _ascending.Length - 1);
        return _ascending[below] + ((position - below) * (_ascending[above] - _ascending[below]));
    }
}
