using Graft.Evaluation;
using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class FindingsTests
{
    [Fact]
    public void A_result_within_reach_of_the_baseline_is_said_to_be() =>
        Assert.Contains("not clearly above the baseline of 55.0%", Warnings(right: 120, of: 200, baseline: 0.55));

    [Fact]
    public void A_result_clearly_above_the_baseline_raises_no_doubt() =>
        Assert.Equal("", Warnings(right: 190, of: 200, baseline: 0.5));

    [Fact]
    public void Few_test_rows_are_named() =>
        Assert.Contains("Only 60 rows to test on", Warnings(right: 58, of: 60, baseline: 0.5));

    [Fact]
    [Trait("Fault", "53")]
    public void Labels_that_are_rare_absent_or_never_predicted_are_named()
    {
        int[] truths = [.. Enumerable.Repeat(0, 300), 1, 1];
        RunReport report = Report(ClassificationReport.Compute(truths, new int[302], 3), 0.1) with { Labels = ["common", "rare", "absent"] };
        string warnings = string.Join('\n', Findings.Warnings(report));

        Assert.Contains("Fewer than 20 test rows for “rare”", warnings);
        Assert.Contains("No test rows at all for “absent”", warnings);
        Assert.Contains("never answers “rare”", warnings);
    }

    [Theory]
    [InlineData(0.95, "surer than it should be")]
    [InlineData(0.6, "less sure than it could be")]
    [InlineData(0.75, "taken at its word")]
    public void Confidence_is_weighed_against_accuracy(double confidence, string verdict)
    {
        double[] confidences = [.. Enumerable.Repeat(confidence, 100)];
        bool[] right = [.. Enumerable.Range(0, 100).Select(i => i < 75)];

        Assert.Contains(verdict, Findings.Confidence(Calibration.Compute(confidences, right)));
    }

    [Fact]
    public void Gaps_that_cancel_out_are_not_called_right()
    {
        double[] confidences = [.. Enumerable.Repeat(0.6, 100), .. Enumerable.Repeat(0.9, 100)];
        bool[] right = [.. Enumerable.Range(0, 200).Select(i => i < 90 || i >= 140)];

        Assert.Contains("see the bins", Findings.Confidence(Calibration.Compute(confidences, right)));
    }

    [Fact]
    public void Confusions_come_most_frequent_first()
    {
        var matrix = ConfusionMatrix.Compute([0, 0, 0, 1, 1, 2], [1, 1, 0, 2, 1, 2], 3);

        Assert.Equal([(0, 1, 2), (1, 2, 1)], Findings.Confusions(matrix));
    }

    private static string Warnings(int right, int of, double baseline)
    {
        int[] truths = [.. Enumerable.Range(0, of).Select(i => i % 2)];
        int[] predictions = [.. truths.Select((t, i) => i < right ? t : 1 - t)];
        return string.Join('\n', Findings.Warnings(Report(ClassificationReport.Compute(truths, predictions, 2), baseline)));
    }

    private static RunReport Report(ClassificationReport test, double baseline) =>
        new() { Title = "t", Kind = ReportKind.Text, BaseModel = "b", Test = test, BaselineAccuracy = baseline };
}
