using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Rising_maps_of_the_scores_change_nothing() =>
        LabelGenerators.Ranked.Sample((labels, scores) =>
        {
            double[] mapped = [.. scores.Select(s => Math.Exp(3 * s) - 7)];

            Assert.Equal(RankingMetrics.RocAuc(labels, scores), RankingMetrics.RocAuc(labels, mapped), 1e-12);
            Assert.Equal(RankingMetrics.AveragePrecision(labels, scores), RankingMetrics.AveragePrecision(labels, mapped), 1e-12);
        });

    [Fact]
    public void The_area_is_the_chance_that_a_positive_scores_above_a_negative() =>
        LabelGenerators.Ranked.Sample((labels, scores) =>
        {
            double wins = 0, pairs = 0;
            for (int p = 0; p < labels.Length; p++)
            {
                for (int n = 0; n < labels.Length; n++)
                {
                    if (labels[p] == 1 && labels[n] == 0)
                    {
                        pairs++;
                        wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                    }
                }
            }

            Assert.Equal(wins / pairs, RankingMetrics.RocAuc(labels, scores), 1e-12);
        });

    [Fact]
    public void Negated_scores_mirror_the_area() =>
        LabelGenerators.Ranked.Sample((labels, scores) => Assert.Equal(
            1, RankingMetrics.RocAuc(labels, scores) + RankingMetrics.RocAuc(labels, [.. scores.Select(s => -s)]), 1e-12));

    [Fact]
    public void Curves_run_from_corner_to_corner_and_never_turn_back() =>
        LabelGenerators.Ranked.Sample((labels, scores) =>
        {
            RocCurve roc = RankingMetrics.RocCurve(labels, scores);

            Assert.Equal((0, 0), (roc.FalsePositiveRates[0], roc.TruePositiveRates[0]));
            Assert.Equal((1, 1), (roc.FalsePositiveRates[^1], roc.TruePositiveRates[^1]));
            Assert.Equal(roc.TruePositiveRates.Order(), roc.TruePositiveRates);
            Assert.Equal(roc.FalsePositiveRates.Order(), roc.FalsePositiveRates);
            PrecisionRecallCurve curve = RankingMetrics.PrecisionRecallCurve(labels, scores);
            Assert.Equal(curve.Recalls.OrderDescending(), curve.Recalls);
            Assert.Equal((1, 0), (curve.Precisions[^1], curve.Recalls[^1]));
        });

    [Fact]
    public void One_class_alone_has_no_area() =>
        Assert.True(double.IsNaN(RankingMetrics.RocAuc([1, 1], [0.2, 0.4])));

    [Fact]
    [Trait("Fault", "62")]
    public void A_score_that_is_not_a_number_is_refused_with_its_position()
    {
        var error = Assert.Throws<EvaluationException>(() => RankingMetrics.RocAuc([1, 0], [0.2, double.NaN]));

        Assert.Contains("position 1", error.Message);
    }
}
