namespace Graft.Evaluation;

/// <summary>
/// The quality of multi-label scores before any threshold. Labels are 0 or 1 and scores any number, both flat [n x k], row
/// by row. All throw <see cref="EvaluationException"/> where shapes disagree, there are no rows, a label is not 0 or 1
/// or a score is NaN.
/// </summary>
public static class MultiLabelMetrics
{
    /// <summary>
    /// Average precision under an averaging. A label or row without positives counts 0; weighted, a label without positives
    /// is left out (0 if all are).
    /// </summary>
    /// <param name="labels">0 or 1, [n x k].</param>
    /// <param name="scores">[n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    /// <param name="averaging">How rankings are formed and averaged.</param>
    public static double AveragePrecision(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount, MultiLabelAveraging averaging) =>
        Average(labels, scores, labelCount, averaging, RankingMetrics.AveragePrecision, ifNoPositives: 0);

    /// <summary>
    /// Area under the ROC curve under an averaging. NaN where a label (macro, weighted) or a row (per row) that counts is
    /// all 0 or all 1; weighted, a label without positives does not count.
    /// </summary>
    /// <param name="labels">0 or 1, [n x k].</param>
    /// <param name="scores">[n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    /// <param name="averaging">How rankings are formed and averaged.</param>
    public static double RocAuc(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount, MultiLabelAveraging averaging) =>
        Average(labels, scores, labelCount, averaging, RankingMetrics.RocAuc, ifNoPositives: double.NaN);

    /// <summary>Average precision of each label; 0 for one without positives.</summary>
    /// <param name="labels">0 or 1, [n x k].</param>
    /// <param name="scores">[n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    public static double[] AveragePrecisionPerLabel(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount)
    {
        CheckInput(labels, scores, labelCount);
        var values = new double[labelCount];
        for (int l = 0; l < labelCount; l++)
        {
            values[l] = RankingMetrics.AveragePrecision(Column(labels, labelCount, l), ProbabilityMetrics.Column(scores, labelCount, l));
        }

        return values;
    }

    /// <summary>
    /// Label ranking average precision: for each true label of a row, the share of true ones among the labels that score at
    /// least as high; averaged over the row's true labels, then over rows. A row with none or all of the labels counts 1.
    /// </summary>
    /// <param name="labels">0 or 1, [n x k].</param>
    /// <param name="scores">[n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    public static double LabelRankingAveragePrecision(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount)
    {
        CheckInput(labels, scores, labelCount);
        double sum = 0;
        for (int start = 0; start < labels.Length; start += labelCount)
        {
            sum += RowRankingPrecision(labels.Slice(start, labelCount), scores.Slice(start, labelCount));
        }

        return sum / (labels.Length / labelCount);
    }

    /// <summary>Mean binary cross-entropy over all n x k cells; probabilities are clipped to [2⁻⁵², 1 - 2⁻⁵²].</summary>
    /// <param name="labels">0 or 1, [n x k].</param>
    /// <param name="probabilities">0..1, [n x k].</param>
    public static double LogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities) =>
        ProbabilityMetrics.BinaryLogLoss(labels, probabilities);

    private delegate double Ranking(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores);

    private static double Average(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount, MultiLabelAveraging averaging, Ranking ranking, double ifNoPositives)
    {
        CheckInput(labels, scores, labelCount);
        if (averaging == MultiLabelAveraging.Micro)
        {
            return ranking(labels, scores);
        }

        double sum = 0, total = 0;
        int rows = labels.Length / labelCount;
        for (int i = 0; i < (averaging == MultiLabelAveraging.PerRow ? rows : labelCount); i++)
        {
            int[] truth = averaging == MultiLabelAveraging.PerRow
                ? labels.Slice(i * labelCount, labelCount).ToArray()
                : Column(labels, labelCount, i);
            double[] score = averaging == MultiLabelAveraging.PerRow
                ? scores.Slice(i * labelCount, labelCount).ToArray()
                : ProbabilityMetrics.Column(scores, labelCount, i);
            double weight = averaging == MultiLabelAveraging.Weighted ? truth.Sum() : 1;
            if (weight > 0)
            {
                sum += weight * ranking(truth, score);
                total += weight;
            }
        }

        return total > 0 ? sum / total : ifNoPositives;
    }

    private static double RowRankingPrecision(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        int relevant = 0;
        for (int l = 0; l < labels.Length; l++)
        {
            if (labels[l] == 0)
            {
                continue;
            }

            int ahead = 0, relevantAhead = 0;
            for (int other = 0; other < labels.Length; other++)
            {
                if (scores[other] >= scores[l])
                {
                    ahead++;
                    relevantAhead += labels[other];
                }
            }

            sum += relevantAhead / (double)ahead;
            relevant++;
        }

        return relevant == 0 ? 1 : sum / relevant;
    }

    private static int[] Column(ReadOnlySpan<int> matrix, int columns, int column)
    {
        var values = new int[matrix.Length / columns];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = matrix[(row * columns) + column];
        }

        return values;
    }

    private static void CheckInput(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, int labelCount)
    {
        Check.ClassCount(labelCount);
        Check.SameLength(labels.Length, scores.Length, "scores");
        Check.Shape(labels.Length / labelCount, labelCount, labels.Length, "labels");
        Check.Labels(labels, 2);
        Check.NoNaN(scores, "scores");
    }
}
