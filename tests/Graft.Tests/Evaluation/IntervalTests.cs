using CsCheck;
using Graft.Evaluation;

namespace Graft.Tests.Evaluation;

public sealed class IntervalTests
{
    private static readonly Gen<(int Successes, int Total)> Shares =
        from total in Gen.Int[1, 2000] from successes in Gen.Int[0, total] select (successes, total);

    [Fact]
    public void A_wilson_interval_contains_its_share_and_grows_with_confidence() =>
        Shares.Sample((successes, total) =>
        {
            var narrow = WilsonInterval.Compute(successes, total, 0.8);
            var wide = WilsonInterval.Compute(successes, total, 0.99);

            Assert.InRange(narrow.Estimate, narrow.Low, narrow.High);
            Assert.InRange(narrow.Low, wide.Low, 1);
            Assert.InRange(narrow.High, 0, wide.High);
            Assert.InRange(wide.Low, 0, wide.High);
            Assert.InRange(wide.High, wide.Low, 1);
        });

    [Fact]
    public void Four_times_the_rows_make_a_narrower_interval() =>
        Shares.Sample((successes, total) =>
        {
            var few = WilsonInterval.Compute(successes, total);
            var many = WilsonInterval.Compute(4L * successes, 4L * total);

            Assert.True(many.High - many.Low < few.High - few.Low);
        });

    [Theory]
    [InlineData(0, 0, 0.95)]
    [InlineData(3, 2, 0.95)]
    [InlineData(-1, 2, 0.95)]
    [InlineData(1, 2, 0.0)]
    [InlineData(1, 2, 1.0)]
    [InlineData(1, 2, double.NaN)]
    public void Impossible_shares_and_confidences_are_refused(int successes, int total, double confidence) =>
        Assert.Throws<EvaluationException>(() => WilsonInterval.Compute(successes, total, confidence));

    [Fact]
    public void Extreme_confidences_still_give_a_quantile()
    {
        Assert.Equal(0.674489750196082, NormalDistribution.TwoSidedQuantile(0.5), 1e-12);
        Assert.InRange(NormalDistribution.TwoSidedQuantile(1 - 1e-15), 7.5, 8.5);
        Assert.InRange(NormalDistribution.TwoSidedQuantile(1e-12), 1e-12, 2e-12);
    }

    [Fact]
    public void A_bootstrap_repeats_itself_under_one_seed_and_its_interval_lies_inside_the_values()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6];
        var first = Bootstrap.Run(values.Length, Mean, 200, seed: 7);
        var second = Bootstrap.Run(values.Length, Mean, 200, seed: 7);
        BootstrapInterval interval = first.Interval();

        Assert.Equal(first.Statistics, second.Statistics);
        Assert.NotEqual(first.Statistics, Bootstrap.Run(values.Length, Mean, 200, seed: 8).Statistics);
        Assert.InRange(values.Average(), interval.Low, interval.High);
        Assert.InRange(interval.Low, 1, 9);

        double Mean(ReadOnlySpan<int> rows)
        {
            double sum = 0;
            foreach (int row in rows)
            {
                sum += values[row];
            }

            return sum / rows.Length;
        }
    }

    [Fact]
    public void A_statistic_that_is_not_a_number_leaves_no_interval() =>
        Assert.True(double.IsNaN(Bootstrap.Run([[0], [0]], _ => double.NaN).Interval().Low));

    [Fact]
    public void Mcnemar_does_not_care_which_classifier_is_first() =>
        (from b in Gen.Int[0, 3000] from c in Gen.Int[0, 3000] select (b, c)).Sample((b, c) =>
        {
            McNemarTest one = McNemarTest.FromCounts(b, c), other = McNemarTest.FromCounts(c, b);

            Assert.Equal((one.ExactPValue, one.MidPValue, one.ChiSquared), (other.ExactPValue, other.MidPValue, other.ChiSquared));
            Assert.InRange(one.MidPValue, 0, one.ExactPValue);
            Assert.InRange(one.ExactPValue, 0, 1);
        });

    [Fact]
    public void Very_many_rows_neither_overflow_nor_vanish()
    {
        Assert.Equal(1, McNemarTest.FromCounts(1_000_000, 1_000_000).ExactPValue);
        Assert.InRange(McNemarTest.FromCounts(50_500, 49_500).ExactPValue, 0.001, 0.002);
        Assert.Throws<EvaluationException>(() => McNemarTest.FromCounts(-1, 3));
    }
}
