namespace Graft.Reports.Sections;

/// <summary>A sheet of rows for each class.</summary>
internal static class SampleSection
{
    public static void Append(HtmlBuilder html, DataReport report)
    {
        if (report.Samples.Count == 0)
        {
            return;
        }

        html.Append($"""<section id="samples"><h2>Samples</h2>""");
        foreach (DataSamples samples in report.Samples)
        {
            html.Append($"""<h3 dir="auto">{samples.Label} <span class="more">{MetricText.Rows(samples.Rows)}</span></h3><ul class="{(report.Kind == ReportKind.Images ? "sheet" : "quotes")}">""");
            foreach (DataSample sample in samples.Examples)
            {
                html.Append($"""<li class="card">""");
                if (sample.Image is { } image)
                {
                    ExampleSection.AppendImage(html, image, samples.Label);
                }

                if (sample.Text is { } text)
                {
                    ExampleSection.AppendText(html, text);
                }

                html.Append($"""<p class="verdict"><span class="source">{sample.Source}</span></p></li>""");
            }

            html.Append($"</ul>");
        }

        if (report.Labels.Count > report.Samples.Count && report.Samples.Count > 1)
        {
            html.Append($"""<p class="hint">and {report.Labels.Count - report.Samples.Count} more labels</p>""");
        }

        html.Append($"</section>");
    }
}
