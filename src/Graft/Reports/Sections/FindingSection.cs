using Graft.Preflight;

namespace Graft.Reports.Sections;

/// <summary>What the checks of data found, with examples and remedies.</summary>
internal static class FindingSection
{
    private const double Minute = 60;

    public static void Append(HtmlBuilder html, DataReport report)
    {
        html.Append($"""<section id="findings"><h2>Findings</h2>""");
        if (report.Findings.Count == 0)
        {
            html.Append($"""<p class="card">Nothing was found that would hinder a training.</p>""");
        }

        foreach (Finding finding in report.Findings)
        {
            string style = finding.Severity == FindingSeverity.Note ? "notes" : "notes warning";
            string word = finding.Severity switch { FindingSeverity.Error => "Error", FindingSeverity.Warning => "Warning", _ => "Note" };
            html.Append($"""<div class="{style}"><h3>{word}: {finding.Code}</h3><p>{finding.Summary}<br/><b>{finding.Remedy}</b></p>""");
            AppendExamples(html, finding);
            html.Append($"</div>");
        }

        if (report.Forecast is { } forecast)
        {
            html.Append($"""<p class="hint">Training with the default options is expected to take {forecast.Seconds / Minute:0.0} minutes and {forecast.MemoryBytes / (double)(1L << 30):0.0} GB of memory on this machine.</p>""");
        }

        if (report.Notes.Count > 0)
        {
            html.Append($"""<div class="notes"><ul>""");
            foreach (string note in report.Notes)
            {
                html.Append($"<li>{note}</li>");
            }

            html.Append($"</ul></div>");
        }

        html.Append($"</section>");
    }

    private static void AppendExamples(HtmlBuilder html, Finding finding)
    {
        if (finding.Examples.Count == 0)
        {
            return;
        }

        html.Append($"""<details><summary>{(finding.Examples.Count < finding.Count ? $"{finding.Examples.Count} of {MetricText.Count(finding.Count)}" : "All")} shown</summary><ul>""");
        foreach (FindingExample example in finding.Examples)
        {
            html.Append($"""<li dir="auto">{example.Row}""");
            if (example.Other is { } other)
            {
                html.Append($" = {other}");
            }

            if (example.Detail is { } detail)
            {
                html.Append($"""<span class="more">: {detail}</span>""");
            }

            html.Append($"</li>");
        }

        html.Append($"</ul></details>");
    }
}
