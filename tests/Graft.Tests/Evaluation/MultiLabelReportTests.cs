using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class MultiLabelReportTests
{
    private static readonly Gen<(int[] Labels, int[] Predictions, int Count)> Sets =
        from count in Gen.Int[1, 5]
        from rows in Gen.Int[1, 30]
        from labels in Gen.Int[0, 1].Array[rows * count]
        from predictions in Gen.Int[0, 1].Array[rows * count]
        select (labels, predictions, count);

    [Fact]
    public void Wrong_decisions_are_the_cells_that_differ() =>
        Sets.Sample((labels, predictions, count) =>
        {
            var report = MultiLabelReport.Compute(labels, predictions, count);
            int wrong = labels.Zip(predictions).Count(pair => pair.First != pair.Second);

            Assert.Equal(wrong / (double)labels.Length, report.HammingLoss, 1e-12);
            Assert.Equal(wrong == 0, report.SubsetAccuracy == 1);
            Assert.Equal(labels.Sum(), report.Labels.Sum(l => l.Support));
        });

    [Fact]
    public void A_row_without_labels_or_predictions_counts_as_told()
    {
        Assert.Equal(0, MultiLabelReport.Compute([0, 0], [0, 0], 2).PerRow.F1);
        Assert.Equal(1, MultiLabelReport.Compute([0, 0], [0, 0], 2, UndefinedScore.One).PerRow.F1);
        Assert.True(double.IsNaN(MultiLabelReport.Compute([0, 0], [0, 0], 2, UndefinedScore.LeaveOut).PerRow.F1));
    }

    [Fact]
    public void A_score_at_the_threshold_is_a_yes() =>
        Assert.Equal([0, 1, 1], MultiLabelReport.Decide([0.49, 0.5, 0.9]));

    [Fact]
    public void Values_other_than_zero_and_one_and_broken_rows_are_refused()
    {
        Assert.Throws<EvaluationException>(() => MultiLabelReport.Compute([0, 2], [0, 1], 2));
        Assert.Throws<EvaluationException>(() => MultiLabelReport.Compute([0, 1, 1], [0, 1, 1], 2));
        Assert.Throws<EvaluationException>(() => MultiLabelReport.Compute([], [], 2));
    }

    [Fact]
    public void Without_any_positive_the_weighted_averages_say_so()
    {
        int[] labels = [0, 0, 0, 0];
        double[] scores = [0.1, 0.2, 0.3, 0.4];

        Assert.Equal(0, MultiLabelMetrics.AveragePrecision(labels, scores, 2, MultiLabelAveraging.Weighted));
        Assert.True(double.IsNaN(MultiLabelMetrics.RocAuc(labels, scores, 2, MultiLabelAveraging.Weighted)));
        Assert.Equal(1, MultiLabelMetrics.LabelRankingAveragePrecision(labels, scores, 2));
    }
}
