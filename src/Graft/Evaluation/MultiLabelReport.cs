namespace Graft.Evaluation;

/// <summary>
/// Everything that decisions say about a multi-label classifier: every row has any number of k labels, every label is
/// decided by itself.
/// </summary>
public sealed class MultiLabelReport
{
    private MultiLabelReport(int[] labels, int[] predictions, int labelCount, UndefinedScore undefined)
    {
        Count = labels.Length / labelCount;
        BinaryCounts[] perLabel = [.. Enumerable.Range(0, labelCount).Select(l => Counts(labels, predictions, l, labels.Length, labelCount))];
        BinaryCounts[] perRow =
            [.. Enumerable.Range(0, Count).Select(r => Counts(labels, predictions, r * labelCount, (r + 1) * labelCount, 1))];
        LabelCounts = perLabel;
        Micro = ScoreAverages.Micro(perLabel, undefined);
        Macro = ScoreAverages.Macro(perLabel, undefined);
        Weighted = ScoreAverages.Weighted(perLabel, undefined);
        PerRow = ScoreAverages.Macro(perRow, undefined);
        JaccardPerRow = ScoreAverages.Mean([.. perRow.Select(row => row.Jaccard(undefined))]);
        HammingLoss = perLabel.Sum(l => (double)l.FalsePositives + l.FalseNegatives) / labels.Length;
        RowsAllRight = perRow.Count(row => row.FalsePositives + row.FalseNegatives == 0);
        Labels = [.. perLabel.Select(l => new ClassScores(l.Precision(undefined), l.Recall(undefined), l.FScore(1, undefined), l.Support))];
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The counts of each label against its absence.</summary>
    public IReadOnlyList<BinaryCounts> LabelCounts { get; }

    /// <summary>The scores of each label.</summary>
    public IReadOnlyList<ClassScores> Labels { get; }

    /// <summary>Scores of the counts pooled over all labels.</summary>
    public PrecisionRecallF1 Micro { get; }

    /// <summary>Plain mean over labels.</summary>
    public PrecisionRecallF1 Macro { get; }

    /// <summary>Mean over labels, weighted by the rows that have them.</summary>
    public PrecisionRecallF1 Weighted { get; }

    /// <summary>Mean over rows of the scores of each row's set of labels.</summary>
    public PrecisionRecallF1 PerRow { get; }

    /// <summary>Mean over rows of intersection over union of each row's sets of labels.</summary>
    public double JaccardPerRow { get; }

    /// <summary>The share of all n x k decisions that are wrong.</summary>
    public double HammingLoss { get; }

    /// <summary>The number of rows whose decisions are all right.</summary>
    public int RowsAllRight { get; }

    /// <summary>The share of rows whose decisions are all right.</summary>
    public double SubsetAccuracy => RowsAllRight / (double)Count;

    /// <summary>Computes the report.</summary>
    /// <param name="labels">0 or 1, [n x k], row by row.</param>
    /// <param name="predictions">0 or 1, [n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    /// <param name="undefined">The value of a precision, recall, F1 or Jaccard whose denominator is zero.</param>
    /// <exception cref="EvaluationException">Shapes disagree, there are no rows, or a value is not 0 or 1.</exception>
    public static MultiLabelReport Compute(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int labelCount, UndefinedScore undefined = UndefinedScore.Zero)
    {
        Check.ClassCount(labelCount);
        Check.SameLength(labels.Length, predictions.Length, "predictions");
        Check.Shape(labels.Length / labelCount, labelCount, labels.Length, "labels");
        Check.Labels(labels, 2);
        Check.Labels(predictions, 2, "prediction");
        return new(labels.ToArray(), predictions.ToArray(), labelCount, undefined);
    }

    /// <summary>Decides: 1 where the score is at least the threshold, else 0.</summary>
    /// <param name="scores">Any number of scores.</param>
    /// <param name="threshold">The threshold.</param>
    public static int[] Decide(ReadOnlySpan<double> scores, double threshold = 0.5)
    {
        var decisions = new int[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            decisions[i] = scores[i] >= threshold ? 1 : 0;
        }

        return decisions;
    }

    /// <summary>Wilson's interval of the subset accuracy.</summary>
    /// <param name="confidence">The confidence level, in 0..1.</param>
    public WilsonInterval SubsetAccuracyInterval(double confidence = 0.95) => WilsonInterval.Compute(RowsAllRight, Count, confidence);

    private static BinaryCounts Counts(int[] labels, int[] predictions, int from, int to, int step)
    {
        int both = 0, onlyPredicted = 0, onlyTrue = 0, neither = 0;
        for (int i = from; i < to; i += step)
        {
            both += labels[i] & predictions[i];
            onlyPredicted += predictions[i] & ~labels[i] & 1;
            onlyTrue += labels[i] & ~predictions[i] & 1;
            neither += ~(labels[i] | predictions[i]) & 1;
        }

        return new(both, onlyPredicted, onlyTrue, neither);
    }
}
