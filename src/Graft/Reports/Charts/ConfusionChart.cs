using Graft.Evaluation;

namespace Graft.Reports.Charts;

/// <summary>
/// A confusion matrix as a heat map: a row for each true label, shaded by the share of its rows; the diagonal in the colour of
/// right answers, the rest in the colour of mistakes.
/// </summary>
internal static class ConfusionChart
{
    /// <summary>The most labels that can still be read as a drawing.</summary>
    public const int MostLabels = 40;

    private const int MostCounts = 20;
    private const int LongestName = 18;

    /// <summary>Draws the matrix.</summary>
    /// <param name="matrix">At most <see cref="MostLabels"/> classes.</param>
    /// <param name="labelName">The name of a class.</param>
    public static Html Draw(ConfusionMatrix matrix, Func<int, string> labelName)
    {
        int count = matrix.ClassCount;
        double cell = count switch { <= 3 => 84, <= 6 => 64, <= 10 => 48, <= MostCounts => 32, _ => 16 };
        string[] names = [.. Enumerable.Range(0, count).Select(labelName)];
        double nameWidth = Math.Min(LongestName, names.Max(n => n.Length)) * 7.2;
        bool slanted = nameWidth + 8 > cell;
        double left = nameWidth + 38, top = slanted ? (nameWidth * 0.72) + 34 : 48;
        double width = left + (count * cell) + (slanted ? Math.Max(8, nameWidth * 0.72) : 8), height = top + (count * cell) + 6;

        var svg = new HtmlBuilder();
        svg.Append($"""<svg class="chart" style="max-width:{width:0}px;min-width:{Math.Min(width, 400):0}px" viewBox="0 0 {width:0} {height:0}" role="img">""");
        svg.Append($"<title>Confusion matrix: {matrix.Correct} of {matrix.Total} rows on the diagonal</title>");
        double middle = left + (count * cell / 2);
        svg.Append($"""<text class="axis-title" x="{middle:0.#}" y="14" text-anchor="middle">predicted label</text>""");
        double centre = top + (count * cell / 2);
        svg.Append($"""<text class="axis-title" transform="translate(13 {centre:0.#}) rotate(-90)" text-anchor="middle">true label</text>""");
        double[,] shares = matrix.Normalize(ConfusionNormalization.ByTrueClass);
        for (int t = 0; t < count; t++)
        {
            double y = top + (t * cell);
            AppendName(svg, names[t], left - 8, y + (cell / 2) + 4, "end", slanted: false);
            AppendName(
                svg, names[t], left + (t * cell) + (cell / 2), top - 9, slanted ? "start" : "middle", slanted);
            for (int p = 0; p < count; p++)
            {
                AppendCell(svg, left + (p * cell), y, cell, matrix[t, p], shares[t, p], names[t], names[p], count <= MostCounts);
            }
        }

        svg.Append($"</svg>");
        return svg.ToHtml();
    }

    private static void AppendName(HtmlBuilder svg, string name, double x, double y, string anchor, bool slanted)
    {
        string shown = name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "…");
        string turn = slanted ? "rotate(-45)" : "";
        svg.Append($"""<text class="name" transform="translate({x:0.#} {y:0.#}){turn}" text-anchor="{anchor}">{shown}<title>{name}</title></text>""");
    }

    private static void AppendCell(
        HtmlBuilder svg, double x, double y, double cell, int count, double share, string truth, string predicted, bool counts)
    {
        string kind = truth == predicted ? "right" : "wrong";
        double shade = count == 0 ? 0 : 0.1 + (0.9 * share);
        svg.Append($"""<g><title>{truth} predicted as {predicted}: {count}, {MetricText.Percent(share)} of its rows</title>""");
        svg.Append($"""<rect class="cell" x="{x:0.#}" y="{y:0.#}" width="{cell - 2:0.#}" height="{cell - 2:0.#}" rx="3"/>""");
        svg.Append($"""<rect class="{kind}" x="{x:0.#}" y="{y:0.#}" width="{cell - 2:0.#}" height="{cell - 2:0.#}" rx="3" fill-opacity="{shade:0.###}"/>""");
        if (counts && count > 0)
        {
            string ink = shade > 0.65 ? "count on" : "count";
            double size = cell >= 64 ? 17 : cell >= 48 ? 13 : 10.5;
            svg.Append($"""<text class="{ink}" x="{x + (cell / 2) - 1:0.#}" y="{y + (cell / 2) - 1 + (size * 0.35):0.#}" font-size="{size}" text-anchor="middle">{count}</text>""");
        }

        svg.Append($"</g>");
    }
}
