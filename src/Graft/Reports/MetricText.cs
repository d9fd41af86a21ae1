using System.Globalization;

namespace Graft.Reports;

/// <summary>Metric names and values as a reader expects them.</summary>
internal static class MetricText
{
    /// <summary>The name in words: "f1_macro" is "F1 (macro)".</summary>
    public static string Name(string metric) => metric switch
    {
        "accuracy" => "Accuracy",
        "balanced_accuracy" => "Balanced accuracy",
        "f1_macro" => "F1 (macro)",
        "f1_micro" => "F1 (micro)",
        "f1_weighted" => "F1 (weighted)",
        "f1_samples" => "F1 (per row)",
        "precision_macro" => "Precision (macro)",
        "precision_micro" => "Precision (micro)",
        "recall_macro" => "Recall (macro)",
        "recall_micro" => "Recall (micro)",
        "mcc" => "Matthews correlation",
        "log_loss" => "Log loss",
        "loss" => "Validation loss",
        "roc_auc" => "ROC AUC",
        "roc_auc_macro" => "ROC AUC (macro)",
        "average_precision_macro" => "Average precision (macro)",
        "ece" => "Calibration error (ECE)",
        "subset_accuracy" => "All labels right",
        "hamming_loss" => "Wrong decisions",
        "lrap" => "Label ranking AP",
        "mse" => "Mean squared error",
        "rmse" => "Root mean squared error",
        "mae" => "Mean absolute error",
        "r2" => "R²",
        "explained_variance" => "Explained variance",
        "median_ae" => "Median absolute error",
        "max_error" => "Largest error",
        "pearson" => "Pearson correlation",
        "spearman" => "Spearman correlation",
        _ => metric.Replace('_', ' '),
    };

    /// <summary>Whether the metric lies in 0..1 and higher is better, so that several fit one chart.</summary>
    public static bool IsShare(string metric) =>
        metric is "accuracy" or "balanced_accuracy" or "subset_accuracy" or "roc_auc" or "roc_auc_macro" or "lrap"
        || metric.StartsWith("f1_", StringComparison.Ordinal)
        || metric.StartsWith("precision_", StringComparison.Ordinal)
        || metric.StartsWith("recall_", StringComparison.Ordinal)
        || metric.StartsWith("average_precision", StringComparison.Ordinal);

    /// <summary>Whether the metric is a loss, drawn in a chart of its own.</summary>
    public static bool IsLoss(string metric) => metric is "loss" or "log_loss" or "mse" or "rmse" or "mae";

    /// <summary>Three decimals, or four significant digits for large and tiny values; "undefined" for NaN.</summary>
    public static string Value(double value) => Math.Abs(value) switch
    {
        double.NaN => "undefined",
        0 => "0.000",
        >= 1000 or < 0.001 => value.ToString("G4", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>A share as a percentage with one decimal: "92.0%".</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A count with separators: "12,345".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 row", "2,168 rows".</summary>
    public static string Rows(long count) => count == 1 ? "1 row" : $"{Count(count)} rows";
}
