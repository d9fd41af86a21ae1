namespace Graft.Reports.Sections;

/// <summary>What the model was trained and tested on.</summary>
internal static class DataSection
{
    public static void Append(HtmlBuilder html, RunReport report)
    {
        if (report.Splits.Count == 0)
        {
            return;
        }

        html.Append($"""<section id="data"><h2>Data</h2><div class="card scroll"><table class="scores"><thead><tr><th scope="col">{(report.DataName is { } name ? $"Rows of {name}" : "Rows")}</th>""");
        foreach (ReportSplit split in report.Splits)
        {
            html.Append($"""<th scope="col" class="num">{split.Name}</th>""");
        }

        html.Append($"</tr></thead><tbody>");
        for (int label = 0; label < report.Splits.Max(s => s.RowsPerLabel.Count); label++)
        {
            html.Append($"""<tr><th scope="row" dir="auto">{report.LabelName(label)}</th>""");
            foreach (ReportSplit split in report.Splits)
            {
                string count = label < split.RowsPerLabel.Count ? MetricText.Count(split.RowsPerLabel[label]) : "";
                html.Append($"""<td class="num">{count}</td>""");
            }

            html.Append($"</tr>");
        }

        html.Append($"""</tbody><tfoot><tr><th scope="row">All</th>""");
        foreach (ReportSplit split in report.Splits)
        {
            html.Append($"""<td class="num">{MetricText.Count(split.Rows)}</td>""");
        }

        html.Append($"</tr></tfoot></table></div></section>");
    }
}
