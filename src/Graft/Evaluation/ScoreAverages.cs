namespace Graft.Evaluation;

/// <summary>Averages of per-class scores: pooled counts (micro), plain mean (macro), mean weighted by support.</summary>
internal static class ScoreAverages
{
    public static PrecisionRecallF1 Micro(ReadOnlySpan<BinaryCounts> classes, UndefinedScore undefined)
    {
        var pooled = default(BinaryCounts);
        foreach (BinaryCounts one in classes)
        {
            pooled = new(
                pooled.TruePositives + one.TruePositives,
                pooled.FalsePositives + one.FalsePositives,
                pooled.FalseNegatives + one.FalseNegatives,
                0);
        }

        return pooled.Scores(undefined);
    }

    public static PrecisionRecallF1 Macro(ReadOnlySpan<BinaryCounts> classes, UndefinedScore undefined) =>
        Average(classes, undefined, weighted: false);

    public static PrecisionRecallF1 Weighted(ReadOnlySpan<BinaryCounts> classes, UndefinedScore undefined) =>
        Average(classes, undefined, weighted: true);

    /// <summary>
    /// The weighted mean of the values that are not NaN; where all their weights are zero, their plain mean;
    /// over nothing, NaN. Null weights are all one.
    /// </summary>
    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights = default)
    {
        double sum = 0, total = 0, plainSum = 0;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * values[i];
            total += weight;
            plainSum += values[i];
            count++;
        }

        return total > 0 ? sum / total : count > 0 ? plainSum / count : double.NaN;
    }

    private static PrecisionRecallF1 Average(ReadOnlySpan<BinaryCounts> classes, UndefinedScore undefined, bool weighted)
    {
        var precision = new double[classes.Length];
        var recall = new double[classes.Length];
        var f1 = new double[classes.Length];
        var weights = new double[weighted ? classes.Length : 0];
        for (int i = 0; i < classes.Length; i++)
        {
            (precision[i], recall[i], f1[i]) = classes[i].Scores(undefined);
            if (weighted)
            {
                weights[i] = classes[i].Support;
            }
        }

        return new(Mean(precision, weights), Mean(recall, weights), Mean(f1, weights));
    }
}
