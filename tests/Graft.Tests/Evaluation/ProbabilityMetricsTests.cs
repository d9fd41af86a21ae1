using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class ProbabilityMetricsTests
{
    [Fact]
    public void Two_classes_score_the_same_by_either_form() =>
        LabelGenerators.Ranked.Sample((labels, scores) =>
        {
            double[] both = [.. scores.SelectMany(p => new[] { 1 - p, p })];

            Assert.Equal(ProbabilityMetrics.BinaryLogLoss(labels, scores), ProbabilityMetrics.LogLoss(labels, both, 2), 1e-9);
            Assert.Equal(2 * ProbabilityMetrics.BinaryBrier(labels, scores), ProbabilityMetrics.Brier(labels, both, 2), 1e-12);
            Assert.Equal(RankingMetrics.RocAuc(labels, scores), ProbabilityMetrics.RocAucOneAgainstRest(labels, both, 2), 1e-12);
            Assert.Equal(RankingMetrics.RocAuc(labels, scores), ProbabilityMetrics.RocAucOneAgainstOne(labels, both, 2), 1e-12);
        });

    [Fact]
    public void Naming_more_classes_never_lowers_top_k_and_all_of_them_give_one() =>
        LabelGenerators.Logits.Sample((labels, logits, classes) =>
        {
            double[] accuracies =
                [.. Enumerable.Range(1, classes).Select(k => ProbabilityMetrics.TopKAccuracy(labels, logits, classes, k))];

            Assert.Equal(accuracies.Order(), accuracies);
            Assert.Equal(1, accuracies[^1]);
        });

    [Fact]
    public void Certainty_that_is_wrong_costs_a_finite_loss() =>
        Assert.Equal(-Math.Log(Math.Pow(2, -52)), ProbabilityMetrics.LogLoss([1], [1, 0], 2), 1e-9);

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void What_is_not_a_probability_is_refused(double value) =>
        Assert.Throws<EvaluationException>(() => ProbabilityMetrics.LogLoss([0], [value, 0.5], 2));

    [Fact]
    public void A_matrix_of_another_shape_is_refused()
    {
        var error = Assert.Throws<EvaluationException>(() => ProbabilityMetrics.Brier([0, 1], [0.5, 0.5, 1], 2));

        Assert.Contains("3 probabilities do not make 2 rows of 2", error.Message);
        Assert.Throws<EvaluationException>(() => ProbabilityMetrics.ArgMax([], 3));
        Assert.Throws<EvaluationException>(() => ProbabilityMetrics.ArgMax([1, 2], 3));
    }

    [Fact]
    public void The_first_of_equal_scores_is_the_prediction() =>
        Assert.Equal([0, 2], ProbabilityMetrics.ArgMax([0.4, 0.4, 0.2, 0, 0, 1], 3));
}
