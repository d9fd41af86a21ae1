using Graft.Evaluation;

namespace Graft.Reports.Charts;

/// <summary>An accuracy on a line from 0 to 100%, with its interval and the baseline to beat.</summary>
internal static class IntervalChart
{
    private const double Width = 480;
    private const double Line = 38;

    /// <summary>Draws the line.</summary>
    /// <param name="interval">The accuracy and its interval.</param>
    /// <param name="baseline">The accuracy of the baseline, or null.</param>
    public static Html Draw(WilsonInterval interval, double? baseline)
    {
        AxisScale x = new(0, 1, 12, Width - 12);
        var svg = new HtmlBuilder();
        svg.Append($"""<svg class="chart" viewBox="0 0 {Width} 68" role="img"><title>""");
        svg.Append($"Accuracy {MetricText.Percent(interval.Estimate)}, interval from {MetricText.Percent(interval.Low)} ");
        svg.Append($"to {MetricText.Percent(interval.High)}");
        if (baseline is { } known)
        {
            svg.Append($"; baseline {MetricText.Percent(known)}");
        }

        svg.Append($"""</title><rect class="track" x="{x[0]}" y="{Line - 4}" width="{x[1] - x[0]}" height="8" rx="4"/>""");
        double width = Math.Max(2, x[interval.High] - x[interval.Low]);
        svg.Append($"""<rect class="band" x="{x[interval.Low]:0.##}" y="{Line - 7}" width="{width:0.##}" height="14" rx="5"/>""");
        if (baseline is { } value)
        {
            svg.Append($"""<line class="baseline" x1="{x[value]:0.##}" x2="{x[value]:0.##}" y1="{Line - 13}" y2="{Line + 10}"/>""");
            double place = Math.Clamp(x[value], 34, Width - 34);
            svg.Append($"""<text class="tick strong" x="{place:0.##}" y="{Line - 18}" text-anchor="middle">baseline</text>""");
        }

        svg.Append($"""<circle class="point" cx="{x[interval.Estimate]:0.##}" cy="{Line}" r="6"/>""");
        foreach (double tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            string anchor = tick == 0 ? "start" : tick == 1 ? "end" : "middle";
            double place = tick == 0 ? 2 : tick == 1 ? Width - 2 : x[tick];
            svg.Append($"""<text class="tick" x="{place:0.##}" y="{Line + 27}" text-anchor="{anchor}">{100 * tick:0}%</text>""");
        }

        svg.Append($"</svg>");
        return svg.ToHtml();
    }
}
