using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class MultiLabelGoldenTests
{
    [Fact]
    public void Every_metric_of_several_labels_equals_its_golden_value()
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("multilabel.json").EnumerateArray())
        {
            string caseName = testCase.GetProperty("name").GetString()!;
            int count = testCase.GetProperty("y_true")[0].GetArrayLength();
            int[] labels = GoldenValues.Integers(testCase.GetProperty("y_true"));
            double[] scores = GoldenValues.Flat(testCase.GetProperty("score"));
            int[] predictions = MultiLabelReport.Decide(scores, testCase.GetProperty("threshold").GetDouble());
            golden.Expect($"{caseName}.y_pred", testCase.GetProperty("y_pred"), predictions.Select(p => (double)p), 0);
            foreach (JsonProperty entry in testCase.GetProperty("expected").EnumerateObject())
            {
                string name = $"{caseName}.{entry.Name}";
                double[]? actual = Compute(entry.Name, labels, predictions, count) ?? Compute(entry.Name, labels, scores, count);
                if (actual is null)
                {
                    golden.Unknown(name);
                }
                else if (entry.Value.TryGetProperty("value", out JsonElement expected))
                {
                    golden.Expect(name, expected, actual, entry.Name == "confusion_per_label" ? 0 : 1e-9);
                }
            }
        }

        golden.AssertAllEqual();
    }

    private static double[]? Compute(string metric, int[] labels, int[] predictions, int count)
    {
        UndefinedScore undefined = metric.EndsWith("_zd1", StringComparison.Ordinal) ? UndefinedScore.One : UndefinedScore.Zero;
        var report = MultiLabelReport.Compute(labels, predictions, count, undefined);
        return metric.Replace("_zd1", "", StringComparison.Ordinal).Replace("_zd0", "", StringComparison.Ordinal) switch
        {
            "prf_micro" => Three(report.Micro),
            "prf_macro" => Three(report.Macro),
            "prf_weighted" => Three(report.Weighted),
            "prf_samples" => Three(report.PerRow),
            "prf_per_label" => [
                .. report.Labels.Select(l => l.Precision),
                .. report.Labels.Select(l => l.Recall),
                .. report.Labels.Select(l => l.F1),
                .. report.Labels.Select(l => (double)l.Support)],
            "hamming_loss" => [report.HammingLoss],
            "subset_accuracy" => [report.SubsetAccuracy],
            "jaccard_samples" => [report.JaccardPerRow],
            "confusion_per_label" => [.. report.LabelCounts.SelectMany(
                c => new double[] { c.TrueNegatives, c.FalsePositives, c.FalseNegatives, c.TruePositives })],
            _ => null,
        };
    }

    private static double[]? Compute(string metric, int[] labels, double[] scores, int count) => metric switch
    {
        "average_precision_per_label" => MultiLabelMetrics.AveragePrecisionPerLabel(labels, scores, count),
        "lrap" => [MultiLabelMetrics.LabelRankingAveragePrecision(labels, scores, count)],
        "bce_from_prob" => [MultiLabelMetrics.LogLoss(labels, scores)],
        _ when Averaging(metric, "average_precision_") is { } averaging =>
            [MultiLabelMetrics.AveragePrecision(labels, scores, count, averaging)],
        _ when Averaging(metric, "roc_auc_") is { } averaging => [MultiLabelMetrics.RocAuc(labels, scores, count, averaging)],
        _ => null,
    };

    private static MultiLabelAveraging? Averaging(string metric, string stem) =>
        !metric.StartsWith(stem, StringComparison.Ordinal) ? null : metric[stem.Length..] switch
        {
            "micro" => MultiLabelAveraging.Micro,
            "macro" => MultiLabelAveraging.Macro,
            "weighted" => MultiLabelAveraging.Weighted,
            "samples" => MultiLabelAveraging.PerRow,
            _ => null,
        };

    private static double[] Three(PrecisionRecallF1 scores) => [scores.Precision, scores.Recall, scores.F1];
}
