using Graft.Evaluation;
using Graft.Reports.Charts;

namespace Graft.Reports.Sections;

/// <summary>The first thing that is read: how good the model is, how sure that is, and what to be careful of.</summary>
internal static class ResultSection
{
    private static readonly string[] Tiles =
    [
        "f1_macro", "balanced_accuracy", "mcc", "roc_auc", "log_loss", "ece",
        "f1_micro", "hamming_loss", "average_precision_macro", "roc_auc_macro", "lrap",
        "rmse", "mae", "r2", "pearson", "spearman",
    ];

    public static void Append(HtmlBuilder html, RunReport report)
    {
        string[] warnings = [.. Findings.Warnings(report), .. report.Warnings];
        if (report.Test is null && report.TestMetrics.Count == 0 && warnings.Length + report.Notes.Count == 0)
        {
            return;
        }

        html.Append($"""<section id="result"><h2>Result</h2>""");
        if (report.Test is { } test)
        {
            AppendAccuracy(html, report, test.AccuracyInterval(report.Confidence), $"of {MetricText.Rows(test.Count)} held out for the test were classified right.");
        }
        else if (report.MultiLabelTest is { } several)
        {
            AppendAccuracy(html, report, several.SubsetAccuracyInterval(report.Confidence), $"of {MetricText.Rows(several.Count)} held out for the test got exactly their labels.");
        }

        AppendTiles(html, report);
        AppendNotes(html, "Before you rely on it", "notes warning", warnings);
        AppendNotes(html, "About this run", "notes", report.Notes);
        html.Append($"</section>");
    }

    private static void AppendAccuracy(HtmlBuilder html, RunReport report, WilsonInterval interval, string lead)
    {
        html.Append($"""<div class="hero card"><div><p class="big">{MetricText.Percent(interval.Estimate)}</p>""");
        html.Append($"""<p class="lead">{lead}</p></div><div>""");
        html.Append($"<p><strong>{100 * report.Confidence:0.#}% interval: {MetricText.Percent(interval.Low)} to ");
        html.Append($"{MetricText.Percent(interval.High)}.</strong> So far as this many rows can tell, the true share lies in that range.");
        if (report.BaselineAccuracy is { } baseline)
        {
            html.Append($" Always answering ");
            html.Append($"{(report.BaselineLabel is { } label ? $"“{label}”" : "the most frequent label")}");
            html.Append($" would be right on {MetricText.Percent(baseline)} of them.");
        }

        html.Append($"</p>{IntervalChart.Draw(interval, report.BaselineAccuracy)}</div></div>");
    }

    private static void AppendTiles(HtmlBuilder html, RunReport report)
    {
        string[] shown = [.. Tiles.Where(report.TestMetrics.ContainsKey)];
        if (shown.Length == 0)
        {
            return;
        }

        html.Append($"""<dl class="tiles">""");
        foreach (string name in shown)
        {
            html.Append($"""<div class="card"><dt>{MetricText.Name(name)}</dt><dd>{MetricText.Value(report.TestMetrics[name])}</dd></div>""");
        }

        html.Append($"</dl>");
    }

    private static void AppendNotes(HtmlBuilder html, string title, string style, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
        {
            return;
        }

        html.Append($"""<div class="{style}" role="note"><h3>{title}</h3><ul>""");
        foreach (string note in notes)
        {
            html.Append($"<li>{note}</li>");
        }

        html.Append($"</ul></div>");
    }
}
