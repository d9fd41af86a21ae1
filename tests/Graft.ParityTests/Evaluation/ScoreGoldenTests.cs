using System.Text.Json;
using Graft.Evaluation;

namespace Graft.ParityTests.Evaluation;

public sealed class ScoreGoldenTests
{
    [Theory]
    [InlineData("binary")]
    [InlineData("multiclass")]
    public void Every_metric_of_scores_equals_its_golden_value(string kind)
    {
        var golden = new GoldenValues();
        foreach (JsonElement testCase in GoldenValues.Read("scores.json").EnumerateArray())
        {
            if (testCase.GetProperty("kind").GetString() != kind)
            {
                continue;
            }

            int[] labels = GoldenValues.Integers(testCase.GetProperty("y_true"));
            double[] scores = GoldenValues.Flat(testCase.GetProperty(kind == "binary" ? "score" : "prob"));
            int classes = kind == "binary" ? 2 : testCase.GetProperty("classes").GetInt32();
            bool certain = scores.Any(p => p is 0 or 1);
            foreach (JsonProperty entry in testCase.GetProperty("expected").EnumerateObject())
            {
                string name = $"{testCase.GetProperty("name")}.{entry.Name}";
                if (entry.Value.TryGetProperty("value", out JsonElement expected))
                {
                    double[]? actual = kind == "binary"
                        ? Binary(entry.Name, labels, scores)
                        : MultiClass(entry.Name, labels, scores, classes);
                    if (actual is null)
                    {
                        golden.Unknown(name);
                        continue;
                    }

                    golden.Expect(name, expected, actual, entry.Name == "log_loss" && certain ? 1e-7 : 1e-9);
                }
            }
        }

        golden.AssertAllEqual();
    }

    private static double[]? Binary(string metric, int[] labels, double[] scores)
    {
        switch (metric)
        {
            case "roc_auc": return [RankingMetrics.RocAuc(labels, scores)];
            case "average_precision": return [RankingMetrics.AveragePrecision(labels, scores)];
            case "log_loss": return [ProbabilityMetrics.BinaryLogLoss(labels, scores)];
            case "brier": return [ProbabilityMetrics.BinaryBrier(labels, scores)];
            case "roc_curve_all_points":
                RocCurve roc = RankingMetrics.RocCurve(labels, scores);
                return [.. roc.FalsePositiveRates, .. roc.TruePositiveRates, .. roc.Thresholds];
            case "pr_curve":
                PrecisionRecallCurve curve = RankingMetrics.PrecisionRecallCurve(labels, scores);
                return [.. curve.Precisions, .. curve.Recalls, .. curve.Thresholds];
            default: return null;
        }
    }

    private static double[]? MultiClass(string metric, int[] labels, double[] scores, int classes) => metric.Split('_') switch
    {
        ["roc", "auc", "ovr", "macro"] => [ProbabilityMetrics.RocAucOneAgainstRest(labels, scores, classes)],
        ["roc", "auc", "ovr", "weighted"] => [ProbabilityMetrics.RocAucOneAgainstRest(labels, scores, classes, weighted: true)],
        ["roc", "auc", "ovo", "macro"] => [ProbabilityMetrics.RocAucOneAgainstOne(labels, scores, classes)],
        ["average", "precision", "macro"] => [ProbabilityMetrics.AveragePrecisionMacro(labels, scores, classes)],
        ["average", "precision", "micro"] => [ProbabilityMetrics.AveragePrecisionMicro(labels, scores, classes)],
        ["log", "loss"] => [ProbabilityMetrics.LogLoss(labels, scores, classes)],
        ["brier", "multiclass", "sum"] => [ProbabilityMetrics.Brier(labels, scores, classes)],
        ["top", var k, "accuracy"] => [ProbabilityMetrics.TopKAccuracy(labels, scores, classes, int.Parse(k))],
        _ => null,
    };
}
