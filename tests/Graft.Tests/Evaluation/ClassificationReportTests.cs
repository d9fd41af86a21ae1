using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class ClassificationReportTests
{
    [Fact]
    public void Every_score_lies_in_its_range() =>
        LabelGenerators.Pairs.Sample((labels, predictions, classes) =>
        {
            var report = ClassificationReport.Compute(labels, predictions, classes);

            Assert.All(
                report.Classes.SelectMany(c => new[] { c.Precision, c.Recall, c.F1 }).Append(report.BalancedAccuracy),
                value => Assert.InRange(value, 0, 1));
            Assert.InRange(report.MatthewsCorrelation, -1 - 1e-12, 1 + 1e-12);
            Assert.Equal(report.Accuracy, report.Micro.F1, 1e-12);
            Assert.Equal(labels.Length, report.Classes.Sum(c => c.Support));
        });

    [Fact]
    public void Renaming_the_classes_changes_no_average() =>
        LabelGenerators.Pairs.Sample((labels, predictions, classes) =>
        {
            var report = ClassificationReport.Compute(labels, predictions, classes);
            var renamed = ClassificationReport.Compute(
                [.. labels.Select(l => classes - 1 - l)], [.. predictions.Select(p => classes - 1 - p)], classes);

            Assert.Equal(report.Macro.F1, renamed.Macro.F1, 1e-12);
            Assert.Equal(report.Weighted.Precision, renamed.Weighted.Precision, 1e-12);
            Assert.Equal(report.MatthewsCorrelation, renamed.MatthewsCorrelation, 1e-12);
            Assert.Equal(report.BalancedAccuracy, renamed.BalancedAccuracy, 1e-12);
        });

    [Fact]
    public void Perfect_predictions_score_one()
    {
        var report = ClassificationReport.Compute([0, 1, 2, 1], [0, 1, 2, 1], 3);

        Assert.Equal((1, 1, 1, 1), (report.Accuracy, report.Macro.F1, report.MatthewsCorrelation, report.Kappa));
        Assert.Equal(0.5, report.MajorityShare);
    }

    [Fact]
    public void A_class_never_predicted_counts_zero_one_or_nothing()
    {
        int[] labels = [0, 0, 1], predictions = [0, 0, 0];

        Assert.Equal(1 / 3.0, ClassificationReport.Compute(labels, predictions, 2).Macro.Precision, 1e-12);
        Assert.Equal(5 / 6.0, ClassificationReport.Compute(labels, predictions, 2, UndefinedScore.One).Macro.Precision, 1e-12);
        Assert.Equal(2 / 3.0, ClassificationReport.Compute(labels, predictions, 2, UndefinedScore.LeaveOut).Macro.Precision, 1e-12);
    }

    [Fact]
    public void The_accuracy_interval_contains_the_accuracy() =>
        LabelGenerators.Pairs.Sample((labels, predictions, classes) =>
        {
            var report = ClassificationReport.Compute(labels, predictions, classes);
            WilsonInterval interval = report.AccuracyInterval();

            Assert.Equal(report.Accuracy, interval.Estimate, 1e-15);
            Assert.InRange(report.Accuracy, interval.Low, interval.High);
        });
}
