using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class RegressionMetricsTests
{
    private static readonly Gen<(double[] Truths, double[] Predictions)> Series =
        from rows in Gen.Int[2, 40]
        from truths in Gen.Int[-9, 9].Array[rows]
        from predictions in Gen.Int[-9, 9].Array[rows]
        select (truths.Select(t => (double)t).ToArray(), predictions.Select(p => (double)p).ToArray());

    [Fact]
    public void Kendall_counts_the_pairs_in_order_against_those_out_of_order() =>
        Series.Sample((truths, predictions) =>
        {
            double balance = 0, untiedTruths = 0, untiedPredictions = 0;
            for (int i = 0; i < truths.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    int t = Math.Sign(truths[i] - truths[j]), p = Math.Sign(predictions[i] - predictions[j]);
                    balance += t * p;
                    untiedTruths += t * t;
                    untiedPredictions += p * p;
                }
            }

            double expected = balance / Math.Sqrt(untiedTruths * untiedPredictions);
            Assert.Equal(expected, RegressionMetrics.Compute(truths, predictions).Kendall, 1e-12);
        });

    [Fact]
    public void Errors_are_ordered_and_correlations_in_range() =>
        Series.Sample((truths, predictions) =>
        {
            var metrics = RegressionMetrics.Compute(truths, predictions);

            Assert.True(metrics.MeanAbsoluteError <= metrics.RootMeanSquaredError + 1e-12);
            Assert.True(metrics.RootMeanSquaredError <= metrics.MaximumError + 1e-12);
            Assert.True(metrics.R2 <= metrics.ExplainedVariance + 1e-12);
            Assert.True(double.IsNaN(metrics.Spearman) || Math.Abs(metrics.Spearman) <= 1);
        });

    [Fact]
    public void Rank_correlations_ignore_rising_maps() =>
        Series.Sample((truths, predictions) =>
        {
            var metrics = RegressionMetrics.Compute(truths, predictions);
            var mapped = RegressionMetrics.Compute(truths, [.. predictions.Select(p => Math.Exp(p / 3))]);

            Assert.Equal(metrics.Spearman, mapped.Spearman, 1e-12);
            Assert.Equal(metrics.Kendall, mapped.Kendall, 1e-12);
        });

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        Assert.Throws<EvaluationException>(() => RegressionMetrics.Compute([1, 2], [1, double.NaN]));
        Assert.Throws<EvaluationException>(() => RegressionMetrics.Compute([1, double.PositiveInfinity], [1, 2]));
        Assert.Throws<EvaluationException>(() => RegressionMetrics.Compute([1], []));
        Assert.Throws<EvaluationException>(() => RegressionMetrics.Compute([], []));
    }
}
