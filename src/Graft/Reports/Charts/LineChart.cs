namespace Graft.Reports.Charts;

/// <summary>Lines over a common x axis, as an SVG drawing that needs no script.</summary>
internal sealed record LineChart
{
    private const double Width = 480;
    private const double Left = 50;
    private const double Right = 14;
    private const double Top = 12;
    private const double Bottom = 38;

    /// <summary>What the chart shows: read out instead of the drawing.</summary>
    public required string Title { get; init; }

    /// <summary>What the x axis counts.</summary>
    public required string XTitle { get; init; }

    /// <summary>The lines, the last on top.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>The height in units of the drawing.</summary>
    public double Height { get; init; } = 230;

    /// <summary>The y axis starts at zero.</summary>
    public bool FromZero { get; init; }

    /// <summary>The highest value that the y axis may end at: 1 for shares.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Mark each point, with its values as a tooltip.</summary>
    public bool Marks { get; init; }

    /// <summary>Draws the chart; null where no point is finite.</summary>
    public Html? Draw()
    {
        (double X, double Y)[] points = [.. Series.SelectMany(s => s.Points).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        if (points.Length == 0)
        {
            return null;
        }

        int yTicks = Math.Max(2, (int)(Height / 50));
        AxisScale y = AxisScale.Around(
            FromZero ? Math.Min(0, points.Min(p => p.Y)) : points.Min(p => p.Y), points.Max(p => p.Y), Height - Bottom, Top, yTicks);
        y = y with { High = Math.Min(y.High, Math.Max(Ceiling, points.Max(p => p.Y))) };
        double first = points.Min(p => p.X), last = points.Max(p => p.X);
        AxisScale x = new(first, last > first ? last : first + 1, Left, Width - Right);

        var svg = new HtmlBuilder();
        svg.Append($"""<svg class="chart" viewBox="0 0 {Width} {Height}" role="img"><title>{Title}</title>""");
        foreach ((double value, string text) in y.Ticks(yTicks))
        {
            svg.Append($"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y[value]:0.##}" y2="{y[value]:0.##}"/>""");
            svg.Append($"""<text class="tick" x="{Left - 7}" y="{y[value] + 4:0.##}" text-anchor="end">{text}</text>""");
        }

        foreach ((double value, string text) in x.Ticks(6, whole: true))
        {
            svg.Append($"""<text class="tick" x="{x[value]:0.##}" y="{Height - Bottom + 17:0.##}" text-anchor="middle">{text}</text>""");
        }

        svg.Append($"""<line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>""");
        svg.Append($"""<text class="axis-title" x="{(Left + Width - Right) / 2}" y="{Height - 4}" text-anchor="middle">{XTitle}</text>""");
        foreach (ChartSeries series in Series)
        {
            svg.Append($"""<path class="line {series.Style}" d="{Path(series.Visible(), x, y)}"/>""");
            if (Marks)
            {
                AppendMarks(svg, series, x, y);
            }
        }

        svg.Append($"</svg>");
        return svg.ToHtml();
    }

    private static Html Path(IReadOnlyList<(double X, double Y)> points, AxisScale x, AxisScale y)
    {
        var path = new HtmlBuilder();
        bool drawing = false;
        foreach ((double px, double py) in points)
        {
            if (!double.IsFinite(py))
            {
                drawing = false;
                continue;
            }

            path.Append($"{(drawing ? "L" : "M")}{x[px]:0.##} {y[py]:0.##}");
            drawing = true;
        }

        return path.ToHtml();
    }

    private void AppendMarks(HtmlBuilder svg, ChartSeries series, AxisScale x, AxisScale y)
    {
        foreach ((double px, double py) in series.Points.Where(p => double.IsFinite(p.Y)))
        {
            svg.Append($"""<circle class="mark {series.Style}" cx="{x[px]:0.##}" cy="{y[py]:0.##}" r="4">""");
            svg.Append($"<title>{series.Name}, {XTitle} {px:0.##}: {MetricText.Value(py)}</title></circle>");
        }
    }
}
