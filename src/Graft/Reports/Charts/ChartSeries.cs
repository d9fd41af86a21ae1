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

    /// <summary>The same series, smoothed: an exponential mean that starts unbiased (as in Adam, Kingma and Ba, 2015).</summary>
    /// <param name="name">The name of the smoothed series.</param>
    /// <param name="style">Its style class.</param>
    /// <param name="span">About how many points a value averages over.</param>
    public ChartSeries Smoothed(string name, string style, double span)
    {
        double keep = 1 - (2 / (span + 1)), mean = 0, weight = 0;
        var points = new List<(double, double)>(Points.Count);
        foreach ((double x, double y) in Points)
        {
            if (double.IsFinite(y))
            {
                mean = (keep * mean) + ((1 - keep) * y);
                weight = (keep * weight) + (1 - keep);
                points.Add((x, mean / weight));
            }
        }

        return new(name, style, points);
    }

    private static IEnumerable<(double X, double Y)> Extremes((double X, double Y)[] group)
    {
        (double X, double Y) low = group.MinBy(p => p.Y), high = group.MaxBy(p => p.Y);
        return low == high ? [low] : low.X < high.X ? [low, high] : [high, low];
    }
}
