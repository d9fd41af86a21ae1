namespace Graft.Evaluation;

/// <summary>
/// How well scores put the positives of two classes above the negatives, whatever the threshold. Labels are 0 or 1;
/// scores may be probabilities or logits, only their order counts. All throw <see cref="EvaluationException"/> where
/// lengths differ, there are no rows, a label is not 0 or 1, or a score is NaN.
/// </summary>
public static class RankingMetrics
{
    /// <summary>
    /// The area under the ROC curve: the probability that a positive scores above a negative, ties counting one half.
    /// NaN where one of the classes does not occur.
    /// </summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="scores">Higher for more likely positive, [n].</param>
    public static double RocAuc(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        RankedCounts ranked = RankedCounts.Compute(labels, scores);
        if (ranked.PositiveCount == 0 || ranked.NegativeCount == 0)
        {
            return double.NaN;
        }

        double area = 0; // trapezoids, in units of one positive times one negative
        long lastPositives = 0, lastNegatives = 0;
        for (int i = 0; i < ranked.Thresholds.Count; i++)
        {
            area += (ranked.Negatives[i] - lastNegatives) * (ranked.Positives[i] + lastPositives) / 2.0;
            (lastPositives, lastNegatives) = (ranked.Positives[i], ranked.Negatives[i]);
        }

        return area / ranked.PositiveCount / ranked.NegativeCount;
    }

    /// <summary>
    /// Average precision: the sum over distinct thresholds of the gain in recall times the precision, without interpolation.
    /// 0 without positives.
    /// </summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="scores">Higher for more likely positive, [n].</param>
    public static double AveragePrecision(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        RankedCounts ranked = RankedCounts.Compute(labels, scores);
        double sum = 0;
        int last = 0;
        for (int i = 0; i < ranked.Thresholds.Count; i++)
        {
            int positives = ranked.Positives[i];
            sum += (positives - last) * (positives / (double)(positives + ranked.Negatives[i]));
            last = positives;
        }

        return ranked.PositiveCount == 0 ? 0 : sum / ranked.PositiveCount;
    }

    /// <summary>The ROC curve with all its points.</summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="scores">Higher for more likely positive, [n].</param>
    public static RocCurve RocCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        RankedCounts ranked = RankedCounts.Compute(labels, scores);
        return new(
            [.. ranked.Negatives.Prepend(0).Select(n => n / (double)ranked.NegativeCount)],
            [.. ranked.Positives.Prepend(0).Select(p => p / (double)ranked.PositiveCount)],
            ranked.Thresholds);
    }

    /// <summary>The precision-recall curve with all its points.</summary>
    /// <param name="labels">0 or 1, [n].</param>
    /// <param name="scores">Higher for more likely positive, [n].</param>
    public static PrecisionRecallCurve PrecisionRecallCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        RankedCounts ranked = RankedCounts.Compute(labels, scores);
        int count = ranked.Thresholds.Count;
        var precisions = new double[count + 1];
        var recalls = new double[count + 1];
        var thresholds = new double[count];
        for (int i = 0; i < count; i++)
        {
            int from = count - 1 - i;
            double positives = ranked.Positives[from];
            precisions[i] = positives / (positives + ranked.Negatives[from]);
            recalls[i] = ranked.PositiveCount == 0 ? 1 : positives / ranked.PositiveCount;
            thresholds[i] = ranked.Thresholds[from];
        }

        precisions[count] = 1;
        return new(precisions, recalls, thresholds);
    }
}
