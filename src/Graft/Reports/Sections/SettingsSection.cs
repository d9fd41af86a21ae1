namespace Graft.Reports.Sections;

/// <summary>How the model was made: options, timings, machine.</summary>
internal static class SettingsSection
{
    public static void Append(HtmlBuilder html, RunReport report)
    {
        if (report.Options.Count + report.Timings.Count + report.Machine.Count == 0)
        {
            return;
        }

        html.Append($"""<section id="settings"><h2>How it was made</h2><div class="charts">""");
        AppendTable(html, "Options", report.Options);
        html.Append($"""<div class="stack">""");
        AppendTable(html, "Time", report.Timings);
        AppendTable(html, "Machine", report.Machine);
        html.Append($"</div></div></section>");
    }

    private static void AppendTable(HtmlBuilder html, string title, IReadOnlyList<ReportEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        html.Append($"""<div class="card"><h3>{title}</h3><div class="scroll"><table class="pairs"><tbody>""");
        foreach (ReportEntry entry in entries)
        {
            html.Append($"""<tr><th scope="row">{entry.Name}</th><td>{entry.Value}</td></tr>""");
        }

        html.Append($"</tbody></table></div></div>");
    }
}
