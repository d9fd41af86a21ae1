namespace Graft.Reports.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Style">The style class that gives its colour and width: "s1".."s4", "faint".</param>
/// <param name="Points">Its points by ascending x; a y that is not finite leaves a gap.</param>
internal sealed record ChartSeries(string Name, string Style, IReadOnlyList<(double X, double Y)> Points)
{
    private const int MostPoints = 600;

    /// <summary>The points thinned to what can be seen: of each group the lowest and the highest.</summary>
    public IReadOnlyList<(double X, double Y)> Visible()
    {
        if (Points.Count <= MostPoints)
        {
            return Points;
        }

        int group = (int)Math.Ceiling(Points.Count / (MostPoints / 2.0));
        return [.. Points.Chunk(group).SelectMany(Extremes)];
    }

    /// <summary>The same series, smoothed: each point becomes the mean of those around it, so that the curve does not lag behind.</summary>
    /// <param name="name">The name of the smoothed series.</param>
    /// <param name="style">Its style class.</param>
    /// <param name="reach">How many points to either side count; fewer near the ends.</param>
    public ChartSeries Smoothed(string name, string style, int reach)
    {
        (double X, double Y)[] finite = [.. Points.Where(p => double.IsFinite(p.Y))];
        var sums = new double[finite.Length + 1];
        for (int i = 0; i < finite.Length; i++)
        {
            sums[i + 1] = sums[i] + finite[i].Y;
        }

        return new(name, style, [.. finite.Select((point, i) =>
        {
            int from = Math.Max(0, i - reach), to = Math.Min(finite.Length, i + reach + 1);
            return (point.X, (sums[to] - sums[from]) / (to - from));
        })]);
    }

    private static IEnumerable<(double X, double Y)> Extremes((double X, double Y)[] group)
    {
        (double X, double Y) low = group.MinBy(p => p.Y), high = group.MaxBy(p => p.Y);
        return low == high ? [low] : low.X < high.X ? [low, high] : [high, low];
    }
}
