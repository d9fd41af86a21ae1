using Graft.Evaluation;

namespace Graft.Reports.Sections;

/// <summary>Precision, recall and F1 of each label.</summary>
internal static class LabelSection
{
    public static void Append(HtmlBuilder html, RunReport report)
    {
        IReadOnlyList<ClassScores>? scores = report.Test?.Classes ?? report.MultiLabelTest?.Labels;
        if (scores is null)
        {
            return;
        }

        html.Append($"""<section id="labels"><h2>Labels</h2><div class="card scroll"><table class="scores"><thead><tr><th scope="col">Label</th>""");
        html.Append($"""<th scope="col" class="num">Test rows</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th></tr></thead><tbody>""");
        foreach ((int index, ClassScores one) in scores.Index())
        {
            html.Append($"""<tr><th scope="row" dir="auto">{report.LabelName(index)}</th><td class="num">{MetricText.Count(one.Support)}</td>""");
            AppendBar(html, one.Precision);
            AppendBar(html, one.Recall);
            AppendBar(html, one.F1);
            html.Append($"</tr>");
        }

        int rows = scores.Sum(s => s.Support);
        html.Append($"</tbody><tfoot>");
        AppendAverage(html, "Mean of the labels (macro)", rows, report.Test?.Macro ?? report.MultiLabelTest!.Macro);
        AppendAverage(html, "Mean weighted by rows", rows, report.Test?.Weighted ?? report.MultiLabelTest!.Weighted);
        html.Append($"""</tfoot></table></div><p class="hint"><b>Precision</b>: of the rows given this label, the share that has it. <b>Recall</b>: of the rows that have it, """);
        html.Append($"""the share that was given it. <b>F1</b>: their harmonic mean. A label that is never predicted counts 0.</p></section>""");
    }

    private static void AppendAverage(HtmlBuilder html, string name, int rows, PrecisionRecallF1 scores)
    {
        html.Append($"""<tr><th scope="row">{name}</th><td class="num">{MetricText.Count(rows)}</td>""");
        AppendBar(html, scores.Precision);
        AppendBar(html, scores.Recall);
        AppendBar(html, scores.F1);
        html.Append($"</tr>");
    }

    private static void AppendBar(HtmlBuilder html, double value)
    {
        double width = double.IsFinite(value) ? 100 * value : 0;
        html.Append($"""<td><span class="bar"><i style="width:{width:0.#}%"></i></span><span class="value">{MetricText.Value(value)}</span></td>""");
    }
}
