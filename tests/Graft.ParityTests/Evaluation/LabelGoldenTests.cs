using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class LabelGoldenTests
{
    [Fact]
    public void Every_metric_of_labels_equals_its_golden_value()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("labels.json").EnumerateArray())
        {
            int classes = testCase.GetProperty("classes").GetInt32();
            int[] labels = GoldenValues.Integers(testCase.GetProperty("y_true"));
            int[] predictions = GoldenValues.Integers(testCase.GetProperty("y_pred"));
            foreach (JsonProperty entry in testCase.GetProperty("expected").EnumerateObject())
            {
                string name = $"{testCase.GetProperty("name")}.{entry.Name}";
                if (Compute(entry.Name, labels, predictions, classes) is not { } actual)
                {
                    golden.Unknown(name);
                }
                else if (entry.Value.TryGetProperty("value", out JsonElement expected))
                {
                    golden.Expect(name, expected, actual, entry.Name == "confusion_matrix" ? 0 : 1e-9);
                }
            }
        }

        golden.AssertAllEqual();
    }

    private static double[]? Compute(string metric, int[] labels, int[] predictions, int classes)
    {
        UndefinedScore undefined = metric switch
        {
            _ when metric.EndsWith("_zd1", StringComparison.Ordinal) => UndefinedScore.One,
            _ when metric.EndsWith("_zdnan", StringComparison.Ordinal) => UndefinedScore.LeaveOut,
            _ => UndefinedScore.Zero,
        };
        var report = ClassificationReport.Compute(labels, predictions, classes, undefined);
        ConfusionMatrix matrix = report.ConfusionMatrix;
        string stem = metric.StartsWith("prf_", StringComparison.Ordinal) ? metric[..metric.LastIndexOf('_')] : metric;
        return stem switch
        {
            "accuracy" => [report.Accuracy],
            "balanced_accuracy" => [report.BalancedAccuracy],
            "balanced_accuracy_adjusted" => [Agreement.BalancedAccuracy(matrix, adjusted: true)],
            "mcc" => [report.MatthewsCorrelation],
            "kappa" => [report.Kappa],
            "kappa_linear" => [Agreement.CohenKappa(matrix, KappaWeighting.Linear)],
            "kappa_quadratic" => [Agreement.CohenKappa(matrix, KappaWeighting.Quadratic)],
            "confusion_matrix" => [.. Cells(matrix)],
            "confusion_matrix_true" => [.. matrix.Normalize(ConfusionNormalization.ByTrueClass).Cast<double>()],
            "confusion_matrix_pred" => [.. matrix.Normalize(ConfusionNormalization.ByPredictedClass).Cast<double>()],
            "confusion_matrix_all" => [.. matrix.Normalize(ConfusionNormalization.ByTotal).Cast<double>()],
            "prf_micro_all_labels" or "prf_micro_seen_labels" => Three(report.Micro),
            "prf_macro_all_labels" => Three(report.Macro),
            "prf_macro_seen_labels" => Three(report.MacroOverSeenClasses()),
            "prf_weighted_all_labels" => Three(report.Weighted),
            "prf_weighted_seen_labels" => Three(report.WeightedOverSeenClasses()),
            "prf_per_class" => [
                .. report.Classes.Select(c => c.Precision),
                .. report.Classes.Select(c => c.Recall),
                .. report.Classes.Select(c => c.F1),
                .. report.Classes.Select(c => (double)c.Support)],
            "prf_binary" => [report.Classes[1].Precision, report.Classes[1].Recall, report.Classes[1].F1],
            "f2_macro" => [report.MacroFScore(2)],
            "jaccard_macro" => [report.MacroJaccard()],
            _ => null,
        };
    }

    private static double[] Three(PrecisionRecallF1 scores) => [scores.Precision, scores.Recall, scores.F1];

    private static IEnumerable<double> Cells(ConfusionMatrix matrix) =>
        from t in Enumerable.Range(0, matrix.ClassCount)
        from p in Enumerable.Range(0, matrix.ClassCount)
        select (double)matrix[t, p];
}
