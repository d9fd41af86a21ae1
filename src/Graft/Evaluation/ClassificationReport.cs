namespace Graft.Evaluation;

/// <summary>Everything that true and predicted classes say about a single-label classifier.</summary>
public sealed class ClassificationReport
{
    private readonly BinaryCounts[] _counts;
    private readonly UndefinedScore _undefined;

    private ClassificationReport(ConfusionMatrix matrix, UndefinedScore undefined)
    {
        _undefined = undefined;
        ConfusionMatrix = matrix;
        _counts = [.. Enumerable.Range(0, matrix.ClassCount).Select(matrix.OneAgainstRest)];
        Accuracy = matrix.Correct / (double)matrix.Total;
        BalancedAccuracy = Agreement.BalancedAccuracy(matrix);
        MatthewsCorrelation = Agreement.MatthewsCorrelation(matrix);
        Kappa = Agreement.CohenKappa(matrix);
        Micro = ScoreAverages.Micro(_counts, undefined);
        Macro = ScoreAverages.Macro(_counts, undefined);
        Weighted = ScoreAverages.Weighted(_counts, undefined);
        Classes = [.. _counts.Select(Scores)];
    }

    /// <summary>The counts that all else is made of.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>The number of rows.</summary>
    public int Count => ConfusionMatrix.Total;

    /// <summary>The share of rows predicted right, in 0..1.</summary>
    public double Accuracy { get; }

    /// <summary>Mean recall over the classes that occur among the labels.</summary>
    public double BalancedAccuracy { get; }

    /// <summary>Matthews' correlation coefficient in -1..1; 0 where undefined.</summary>
    public double MatthewsCorrelation { get; }

    /// <summary>Cohen's kappa without weights; NaN where labels and predictions are all one class.</summary>
    public double Kappa { get; }

    /// <summary>Scores of the pooled counts: over all classes each equals the accuracy.</summary>
    public PrecisionRecallF1 Micro { get; }

    /// <summary>Plain mean over all classes, also those that do not occur.</summary>
    public PrecisionRecallF1 Macro { get; }

    /// <summary>Mean over the classes, weighted by their number of rows.</summary>
    public PrecisionRecallF1 Weighted { get; }

    /// <summary>The scores of each class, by class index.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>The share of rows in the most frequent class: the accuracy of always answering with it.</summary>
    public double MajorityShare => _counts.Max(c => c.Support) / (double)Count;

    /// <summary>Computes the report.</summary>
    /// <param name="labels">True classes [n], each 0..classCount - 1.</param>
    /// <param name="predictions">Predicted classes [n], each 0..classCount - 1.</param>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <param name="undefined">The value of a precision, recall or F1 whose denominator is zero.</param>
    /// <exception cref="EvaluationException">The lengths differ, there are no rows, or a value is out of range.</exception>
    public static ClassificationReport Compute(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classCount, UndefinedScore undefined = UndefinedScore.Zero) =>
        new(ConfusionMatrix.Compute(labels, predictions, classCount), undefined);

    /// <summary>Wilson's interval of the accuracy.</summary>
    /// <param name="confidence">The confidence level, in 0..1.</param>
    public WilsonInterval AccuracyInterval(double confidence = 0.95) =>
        WilsonInterval.Compute(ConfusionMatrix.Correct, ConfusionMatrix.Total, confidence);

    /// <summary>Plain mean over the classes that occur among the labels or the predictions.</summary>
    public PrecisionRecallF1 MacroOverSeenClasses() => ScoreAverages.Macro(Seen(), _undefined);

    /// <summary>Weighted mean over the classes that occur among the labels or the predictions.</summary>
    public PrecisionRecallF1 WeightedOverSeenClasses() => ScoreAverages.Weighted(Seen(), _undefined);

    /// <summary>Plain mean of the F scores with another weight of recall.</summary>
    /// <param name="beta">The weight of recall against precision: 2 counts recall twice.</param>
    public double MacroFScore(double beta) =>
        ScoreAverages.Mean([.. _counts.Select(c => c.FScore(beta, _undefined))]);

    /// <summary>Plain mean of intersection over union.</summary>
    public double MacroJaccard() => ScoreAverages.Mean([.. _counts.Select(c => c.Jaccard(_undefined))]);

    private ClassScores Scores(BinaryCounts one)
    {
        (double precision, double recall, double f1) = one.Scores(_undefined);
        return new(precision, recall, f1, one.Support);
    }

    private BinaryCounts[] Seen() => [.. _counts.Where(c => c.Support + c.Predicted > 0)];
}
