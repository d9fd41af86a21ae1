using Graft.Reports.Sections;

namespace Graft.Reports;

/// <summary>
/// Writes the report of a run as one HTML file that needs nothing else: no network, no script, drawings as inline SVG, images as
/// data URIs. It reads well in light and dark, on a telephone and on paper.
/// </summary>
public static class HtmlReport
{
    private static readonly (string Id, string Name)[] Parts =
    [
        ("result", "Result"), ("training", "Training"), ("labels", "Labels"), ("confusion", "Mix-ups"), ("confidence", "Confidence"),
        ("mistakes", "Mistakes"), ("samples", "Samples"), ("data", "Data"), ("settings", "Settings"),
    ];

    /// <summary>Writes the page; an existing file is replaced in one step, once the new one is complete.</summary>
    /// <param name="report">The run.</param>
    /// <param name="path">The file to write, such as "report.html"; missing folders are made.</param>
    /// <exception cref="ReportException">The parts contradict each other, or the file cannot be written.</exception>
    public static void Write(RunReport report, string path) => ReportFile.Write(path, Render(report));

    /// <summary>Makes the page.</summary>
    internal static string Render(RunReport report)
    {
        report.Validate();
        var body = new HtmlBuilder();
        ResultSection.Append(body, report);
        TrainingSection.Append(body, report);
        LabelSection.Append(body, report);
        ConfusionSection.Append(body, report);
        CalibrationSection.Append(body, report);
        ExampleSection.AppendMistakes(body, report);
        ExampleSection.AppendSamples(body, report);
        DataSection.Append(body, report);
        SettingsSection.Append(body, report);
        Html sections = body.ToHtml();

        return HtmlPage.Render($"{report.Title}: training report", Header(report), Parts, sections);
    }

    private static Html Header(RunReport report)
    {
        var page = new HtmlBuilder();
        string kind = report.Kind == ReportKind.Text ? "Text" : "Image";
        page.Append($"<header><p>Training report</p><h1>{report.Title}</h1><p>{kind} model grafted on <b>{report.BaseModel}</b>");
        if (report.Labels.Count > 0)
        {
            page.Append($" · {report.Labels.Count} labels");
        }

        if (report.FinishedAt is { } time)
        {
            string machine = time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            page.Append($""" · <time datetime="{machine}">{time:yyyy-MM-dd HH:mm}</time>""");
        }

        page.Append($"</p></header>");
        return page.ToHtml();
    }
}
