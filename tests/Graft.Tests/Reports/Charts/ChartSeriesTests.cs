using Graft.Reports.Charts;

namespace Graft.Tests.Reports.Charts;

public sealed class ChartSeriesTests
{
    [Fact]
    public void Thinning_keeps_the_spikes_and_the_order()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 10_000).Select(i => ((double)i, i == 7777 ? 100.0 : i % 3))];
        IReadOnlyList<(double X, double Y)> visible = new ChartSeries("loss", "s1", points).Visible();

        Assert.InRange(visible.Count, 100, 700);
        Assert.Contains((7777, 100), visible);
        Assert.Equal(visible.OrderBy(p => p.X), visible);
    }

    [Fact]
    public void Smoothing_keeps_a_line_that_is_flat_or_straight()
    {
        (double X, double Y)[] straight = [.. Enumerable.Range(0, 100).Select(i => ((double)i, 3.0 * i))];
        IReadOnlyList<(double X, double Y)> smooth = new ChartSeries("loss", "s1", straight).Smoothed("smoothed", "s1", 5).Points;

        Assert.Equal(100, smooth.Count);
        Assert.All(smooth.Skip(5).SkipLast(5), p => Assert.Equal(3 * p.X, p.Y, 1e-9));
    }

    [Fact]
    public void Smoothing_passes_over_values_that_are_not_finite()
    {
        (double X, double Y)[] points = [(1, 2), (2, double.NaN), (3, 4), (4, double.PositiveInfinity)];
        IReadOnlyList<(double X, double Y)> smooth = new ChartSeries("loss", "s1", points).Smoothed("smoothed", "s1", 1).Points;

        Assert.Equal([(1, 3), (3, 3)], smooth);
    }
}
