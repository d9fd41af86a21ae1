using Graft.Reports.Charts;

namespace Graft.Reports.Sections;

/// <summary>The course of the training: loss and learning rate by step, metrics by epoch.</summary>
internal static class TrainingSection
{
    private const int FewPoints = 20;
    private const int MostLines = 4;

    public static void Append(HtmlBuilder html, RunReport report)
    {
        if (report.Steps.Count == 0 && report.Epochs.Count == 0)
        {
            return;
        }

        html.Append($"""<section id="training"><h2>Training</h2><div class="charts">""");
        if (report.Steps.Count > 1)
        {
            AppendLoss(html, report.Steps);
        }

        if (report.Epochs.Count > 1)
        {
            AppendEpochs(html, report.Epochs, "Validation metrics by epoch", MetricText.IsShare, ceiling: 1);
            AppendEpochs(html, report.Epochs, "Validation loss by epoch", MetricText.IsLoss, double.PositiveInfinity);
        }

        html.Append($"</div>");
        AppendTable(html, report.Epochs);
        html.Append($"</section>");
    }

    private static void AppendLoss(HtmlBuilder html, IReadOnlyList<LossPoint> steps)
    {
        var raw = new ChartSeries("each logged step", "s1", [.. steps.Select(s => ((double)s.Step, s.Loss))]);
        ChartSeries[] series = steps.Count < FewPoints
            ? [raw]
            : [raw with { Style = "faint" }, raw.Smoothed("smoothed", "s1", steps.Count / 25)];
        AppendFigure(html, "Training loss", series, new LineChart
        {
            Title = "Training loss by step",
            XTitle = "step",
            Series = series,
            FromZero = true,
        });

        ChartSeries[] rate = [new("learning rate", "s2", [.. steps.Select(s => ((double)s.Step, s.LearningRate))])];
        AppendFigure(html, "Learning rate", rate, new LineChart
        {
            Title = "Learning rate by step",
            XTitle = "step",
            Series = rate,
            FromZero = true,
        });
    }

    private static void AppendEpochs(
        HtmlBuilder html, IReadOnlyList<EpochPoint> epochs, string title, Func<string, bool> which, double ceiling)
    {
        ChartSeries[] series = [.. Names(epochs).Where(which).Take(MostLines).Select((name, i) => new ChartSeries(
            MetricText.Name(name),
            $"s{i + 1}",
            [.. epochs.Select(e => (e.Epoch, e.Metrics.GetValueOrDefault(name, double.NaN)))]))];
        AppendFigure(html, title, series, new LineChart
        {
            Title = title,
            XTitle = "epoch",
            Series = series,
            Ceiling = ceiling,
            Marks = true,
        });
    }

    private static void AppendFigure(HtmlBuilder html, string title, ChartSeries[] series, LineChart chart)
    {
        if (chart.Draw() is not { } drawing)
        {
            return;
        }

        html.Append($"""<figure class="card"><figcaption>{title}""");
        if (series.Length > 1)
        {
            html.Append($"""<span class="legend">""");
            foreach (ChartSeries one in series)
            {
                html.Append($"""<span><i class="key {one.Style}"></i>{one.Name}</span>""");
            }

            html.Append($"</span>");
        }

        html.Append($"</figcaption>{drawing}</figure>");
    }

    private static void AppendTable(HtmlBuilder html, IReadOnlyList<EpochPoint> epochs)
    {
        string[] names = Names(epochs);
        if (names.Length == 0)
        {
            return;
        }

        Html state = new(epochs.Count == 1 ? " open=\"open\"" : ""); // one evaluation has no curve
        html.Append($"""<details{state}><summary>All validation metrics by epoch</summary><div class="scroll"><table><thead><tr><th scope="col" class="num">Epoch</th>""");
        foreach (string name in names)
        {
            html.Append($"""<th scope="col" class="num">{MetricText.Name(name)}</th>""");
        }

        html.Append($"</tr></thead><tbody>");
        foreach (EpochPoint epoch in epochs)
        {
            html.Append($"""<tr><th scope="row" class="num">{epoch.Epoch:0.##}</th>""");
            foreach (string name in names)
            {
                html.Append($"""<td class="num">{(epoch.Metrics.TryGetValue(name, out double value) ? MetricText.Value(value) : "")}</td>""");
            }

            html.Append($"</tr>");
        }

        html.Append($"</tbody></table></div></details>");
    }

    private static string[] Names(IReadOnlyList<EpochPoint> epochs) => [.. epochs.SelectMany(e => e.Metrics.Keys).Distinct()];
}
