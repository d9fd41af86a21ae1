using CsCheck;
using Graft.Reports.Charts;

namespace Graft.Tests.Reports.Charts;

public sealed class AxisScaleTests
{
    private static readonly Gen<(double Low, double High)> Ranges =
        from low in Gen.Double[-1000, 1000]
        from exponent in Gen.Int[-6, 6]
        from width in Gen.Double[1, 10]
        select (low * Math.Pow(10, exponent), (low * Math.Pow(10, exponent)) + (width * Math.Pow(10, exponent)));

    [Fact]
    public void Ticks_are_few_rising_and_inside_the_axis() =>
        (from range in Ranges from count in Gen.Int[2, 8] select (range, count)).Sample(sample =>
        {
            AxisScale axis = AxisScale.Around(sample.range.Low, sample.range.High, 0, 100, sample.count);
            double[] ticks = [.. axis.Ticks(sample.count).Select(t => t.Value)];
            double slack = (axis.High - axis.Low) * 1e-6;

            Assert.InRange(ticks.Length, 2, (2 * sample.count) + 3);
            Assert.Equal(ticks.Order(), ticks);
            Assert.All(ticks, t => Assert.InRange(t, axis.Low - slack, axis.High + slack));
            Assert.True(axis.Low <= sample.range.Low + slack && axis.High >= sample.range.High - slack);
        });

    [Fact]
    public void Values_that_hardly_differ_have_few_ticks_too() =>
        (from low in Gen.Double[-1000, 1000] from width in Gen.Double[-18, -6] from count in Gen.Int[2, 8] select (low, width, count)).Sample(sample =>
        {
            double high = sample.low + (Math.Abs(sample.low) * Math.Pow(10, sample.width));
            AxisScale axis = AxisScale.Around(sample.low, high, 0, 100, sample.count);
            double[] ticks = [.. axis.Ticks(sample.count).Select(t => t.Value).Take(100)];
            double slack = (axis.High - axis.Low) * 1e-6;

            Assert.InRange(ticks.Length, 2, (2 * sample.count) + 3);
            Assert.Equal(ticks.Distinct().Order(), ticks);
            Assert.True(axis.Low <= sample.low + slack && axis.High >= high - slack);
        });

    [Fact]
    public void Two_neighbouring_numbers_are_one_value()
    {
        Assert.InRange(AxisScale.Around(0.9, Math.BitIncrement(0.9), 0, 100, 4).Ticks(4).Take(100).Count(), 2, 11);
    }

    [Theory]
    [InlineData(0, 1, 4, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 5e-5, 4, "0 1e-5 2e-5 3e-5 4e-5 5e-5")]
    [InlineData(0, 12000, 3, "0 5,000 10,000 15,000")]
    [InlineData(-0.1, 0.1, 4, "-0.10 -0.05 0 0.05 0.10")]
    public void Ticks_read_well(double low, double high, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', AxisScale.Around(low, high, 0, 1, count).Ticks(count).Select(t => t.Text)));

    [Fact]
    public void Whole_ticks_have_no_fractions() =>
        Assert.Equal(["1", "2", "3"], new AxisScale(1, 3, 0, 1).Ticks(6, whole: true).Select(t => t.Text));

    [Fact]
    public void One_value_alone_still_has_an_axis()
    {
        AxisScale axis = AxisScale.Around(5, 5, 0, 100, 4);

        Assert.True(axis.Low < 5 && axis.High > 5);
        Assert.InRange(axis[5], 1, 99);
    }
}
