using Graft.Evaluation;

namespace Graft.Reports.Charts;

/// <summary>
/// A reliability diagram: how often predictions of a confidence are right, with the interval of each bin, against the diagonal
/// where they agree; below it, how many rows each bin holds.
/// </summary>
internal static class ReliabilityChart
{
    private const double Width = 412;
    private const double Left = 60;
    private const double Right = 12;
    private const double Top = 10;
    private const double Plot = 250;
    private const double Histogram = 56;

    /// <summary>Draws the diagram.</summary>
    /// <param name="calibration">The bins.</param>
    /// <param name="confidence">The confidence level of the intervals.</param>
    public static Html Draw(Calibration calibration, double confidence)
    {
        AxisScale x = new(0, 1, Left, Width - Right), y = new(0, 1, Top + Plot, Top);
        double foot = Top + Plot + 14 + Histogram;
        var svg = new HtmlBuilder();
        svg.Append($"""<svg class="chart" style="max-width:{Width}px" viewBox="0 0 {Width} {foot + 38}" role="img"><title>""");
        svg.Append($"Reliability: accuracy by confidence in {calibration.BinCount} bins, expected error ");
        svg.Append($"{MetricText.Percent(calibration.ExpectedError)}</title>");
        foreach ((double value, _) in y.Ticks(4))
        {
            svg.Append($"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{y[value]:0.#}" y2="{y[value]:0.#}"/>""");
            svg.Append($"""<text class="tick" x="{Left - 7}" y="{y[value] + 4:0.#}" text-anchor="end">{100 * value:0}%</text>""");
        }

        int most = calibration.Bins.Max(bin => bin.Count);
        double binWidth = (x[1] - x[0]) / calibration.BinCount;
        foreach (CalibrationBin bin in calibration.Bins)
        {
            AppendBin(svg, bin, x, y, binWidth, confidence);
            double height = Math.Max(1, Histogram * bin.Count / most);
            svg.Append($"""<rect class="rows" x="{x[0] + (bin.Index * binWidth) + 1:0.##}" y="{foot - height:0.##}" width="{binWidth - 2:0.##}" height="{height:0.##}"><title>{MetricText.Rows(bin.Count)}</title></rect>""");
        }

        svg.Append($"""<line class="diagonal" x1="{x[0]}" y1="{y[0]}" x2="{x[1]}" y2="{y[1]}"/>""");
        svg.Append($"""<line class="axis" x1="{Left}" x2="{Width - Right}" y1="{Top + Plot}" y2="{Top + Plot}"/>""");
        svg.Append($"""<line class="axis" x1="{Left}" x2="{Width - Right}" y1="{foot}" y2="{foot}"/>""");
        svg.Append($"""<text class="tick" x="{Left - 7}" y="{foot - Histogram + 8}" text-anchor="end">{MetricText.Count(most)}</text>""");
        svg.Append($"""<text class="tick" x="{Left - 7}" y="{foot}" text-anchor="end">rows</text>""");
        foreach ((double value, _) in x.Ticks(5))
        {
            svg.Append($"""<text class="tick" x="{x[value]:0.#}" y="{foot + 16}" text-anchor="middle">{100 * value:0}%</text>""");
        }

        svg.Append($"""<text class="axis-title" x="{(Left + Width - Right) / 2}" y="{foot + 34}" text-anchor="middle">confidence of the prediction</text>""");
        svg.Append($"""<text class="axis-title" transform="translate(11 {Top + (Plot / 2)}) rotate(-90)" text-anchor="middle">share that is right</text>""");
        svg.Append($"</svg>");
        return svg.ToHtml();
    }

    private static void AppendBin(HtmlBuilder svg, CalibrationBin bin, AxisScale x, AxisScale y, double width, double confidence)
    {
        int right = (int)Math.Round(bin.Accuracy * bin.Count);
        var interval = WilsonInterval.Compute(right, bin.Count, confidence);
        double start = x[0] + (bin.Index * width) + 1;
        svg.Append($"""<g><title>confidence {MetricText.Percent(bin.Confidence)} on average: {right} of {MetricText.Rows(bin.Count)} right, {MetricText.Percent(bin.Accuracy)}</title>""");
        svg.Append($"""<rect class="share" x="{start:0.##}" y="{y[bin.Accuracy]:0.##}" width="{width - 2:0.##}" height="{y[0] - y[bin.Accuracy]:0.##}"/>""");
        double middle = start + (width / 2) - 1;
        svg.Append($"""<line class="whisker" x1="{middle:0.##}" x2="{middle:0.##}" y1="{y[interval.Low]:0.##}" y2="{y[interval.High]:0.##}"/>""");
        svg.Append($"</g>");
    }
}
