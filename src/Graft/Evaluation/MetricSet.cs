using Graft.Models;

namespace Graft.Evaluation;

/// <summary>
/// The metrics that are reported by default, by name and in a fixed order. A value that is undefined for these rows is
/// NaN; where a probability or prediction is not finite (a model that has diverged), every value is NaN, and a NaN is never
/// the best of a run.
/// </summary>
public static class MetricSet
{
    /// <summary>The number of bins of the calibration error "ece".</summary>
    public const int CalibrationBins = 15;

    private static readonly string[] SingleLabelNames =
    [
        "accuracy", "balanced_accuracy", "f1_macro", "precision_macro", "recall_macro", "f1_weighted", "mcc", "log_loss",
        "roc_auc", "ece",
    ];

    private static readonly string[] MultiLabelNames =
    [
        "subset_accuracy", "hamming_loss", "f1_micro", "f1_macro", "f1_weighted", "f1_samples", "precision_micro",
        "recall_micro", "average_precision_macro", "roc_auc_macro", "lrap", "log_loss",
    ];

    private static readonly string[] RegressionNames =
        ["mse", "rmse", "mae", "r2", "explained_variance", "median_ae", "max_error", "pearson", "spearman"];

    /// <summary>The names of the metrics for rows of a kind, in their order.</summary>
    public static IReadOnlyList<string> Names(ProblemType problemType) => problemType switch
    {
        ProblemType.SingleLabel => SingleLabelNames,
        ProblemType.MultiLabel => MultiLabelNames,
        _ => RegressionNames,
    };

    /// <summary>
    /// accuracy, balanced_accuracy, f1_macro, precision_macro, recall_macro (over all classes, undefined counts 0),
    /// f1_weighted, mcc, log_loss, roc_auc (two classes: of class 1; more: one against rest, macro; NaN where a class does
    /// not occur among the labels), ece (15 bins). The predicted class is that of the highest probability, the lower
    /// index of equal ones.
    /// </summary>
    /// <param name="labels">True classes [n], each 0..k - 1.</param>
    /// <param name="probabilities">[n x k], row by row; each row sums to 1.</param>
    /// <param name="classCount">k, at least 1.</param>
    /// <exception cref="EvaluationException">Shapes disagree, there are no rows, or a value is out of range.</exception>
    public static OrderedDictionary<string, double> ForSingleLabel(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        Check.Shape(labels.Length, classCount, probabilities.Length, "probabilities");
        Check.Labels(labels, classCount);
        if (AnyNotFinite(probabilities))
        {
            return Undefined(SingleLabelNames);
        }

        var report = ClassificationReport.Compute(labels, ProbabilityMetrics.ArgMax(probabilities, classCount), classCount);
        double rocAuc = classCount == 2
            ? RankingMetrics.RocAuc(labels, ProbabilityMetrics.Column(probabilities, 2, 1))
            : ProbabilityMetrics.RocAucOneAgainstRest(labels, probabilities, classCount);
        return Named(
            SingleLabelNames,
            report.Accuracy,
            report.BalancedAccuracy,
            report.Macro.F1,
            report.Macro.Precision,
            report.Macro.Recall,
            report.Weighted.F1,
            report.MatthewsCorrelation,
            ProbabilityMetrics.LogLoss(labels, probabilities, classCount),
            rocAuc,
            Calibration.Compute(labels, probabilities, classCount, CalibrationBins).ExpectedError);
    }

    /// <summary>
    /// subset_accuracy, hamming_loss, f1_micro, f1_macro, f1_weighted, f1_samples, precision_micro, recall_micro (undefined
    /// counts 0), average_precision_macro (0 for a label without positives), roc_auc_macro (NaN where a label is constant),
    /// lrap, log_loss (mean over all cells).
    /// </summary>
    /// <param name="labels">0 or 1, [n x k], row by row.</param>
    /// <param name="probabilities">The probability of each label by itself, [n x k].</param>
    /// <param name="labelCount">k, at least 1.</param>
    /// <param name="threshold">A label is predicted where its probability is at least this.</param>
    /// <exception cref="EvaluationException">Shapes disagree, there are no rows, or a value is out of range.</exception>
    public static OrderedDictionary<string, double> ForMultiLabel(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int labelCount, double threshold = 0.5)
    {
        Check.SameLength(labels.Length, probabilities.Length, "probabilities");
        if (AnyNotFinite(probabilities))
        {
            return Undefined(MultiLabelNames);
        }

        var report = MultiLabelReport.Compute(labels, MultiLabelReport.Decide(probabilities, threshold), labelCount);
        return Named(
            MultiLabelNames,
            report.SubsetAccuracy,
            report.HammingLoss,
            report.Micro.F1,
            report.Macro.F1,
            report.Weighted.F1,
            report.PerRow.F1,
            report.Micro.Precision,
            report.Micro.Recall,
            MultiLabelMetrics.AveragePrecision(labels, probabilities, labelCount, MultiLabelAveraging.Macro),
            MultiLabelMetrics.RocAuc(labels, probabilities, labelCount, MultiLabelAveraging.Macro),
            MultiLabelMetrics.LabelRankingAveragePrecision(labels, probabilities, labelCount),
            MultiLabelMetrics.LogLoss(labels, probabilities));
    }

    /// <summary>mse, rmse, mae, r2, explained_variance, median_ae, max_error, pearson, spearman: see <see cref="RegressionMetrics"/>.</summary>
    /// <param name="truths">True values [n], finite.</param>
    /// <param name="predictions">Predicted values [n].</param>
    /// <exception cref="EvaluationException">The lengths differ, there are no rows, or a true value is not finite.</exception>
    public static OrderedDictionary<string, double> ForRegression(ReadOnlySpan<double> truths, ReadOnlySpan<double> predictions)
    {
        Check.SameLength(truths.Length, predictions.Length, "predictions");
        if (AnyNotFinite(predictions))
        {
            return Undefined(RegressionNames);
        }

        var metrics = RegressionMetrics.Compute(truths, predictions);
        return Named(
            RegressionNames,
            metrics.MeanSquaredError,
            metrics.RootMeanSquaredError,
            metrics.MeanAbsoluteError,
            metrics.R2,
            metrics.ExplainedVariance,
            metrics.MedianAbsoluteError,
            metrics.MaximumError,
            metrics.Pearson,
            metrics.Spearman);
    }

    private static OrderedDictionary<string, double> Named(string[] names, params ReadOnlySpan<double> values)
    {
        var set = new OrderedDictionary<string, double>(names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            set.Add(names[i], values[i]);
        }

        return set;
    }

    private static OrderedDictionary<string, double> Undefined(string[] names) =>
        Named(names, [.. Enumerable.Repeat(double.NaN, names.Length)]);

    private static bool AnyNotFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
