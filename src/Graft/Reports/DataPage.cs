using Graft.Reports.Sections;

namespace Graft.Reports;

/// <summary>Writes what was found in data, with samples of each class, as one HTML file that needs nothing else.</summary>
public static class DataPage
{
    private static readonly (string Id, string Name)[] Parts = [("findings", "Findings"), ("data", "Data"), ("samples", "Samples")];

    /// <summary>Writes the page; an existing file is replaced in one step, once the new one is complete.</summary>
    /// <param name="report">The data.</param>
    /// <param name="path">The file to write; missing folders are made.</param>
    /// <exception cref="ReportException">The file cannot be written.</exception>
    public static void Write(DataReport report, string path) => ReportFile.Write(path, Render(report));

    /// <summary>Makes the page.</summary>
    internal static string Render(DataReport report)
    {
        var body = new HtmlBuilder();
        FindingSection.Append(body, report);
        DataSection.Append(body, new RunReport
        {
            Title = report.Title, Kind = report.Kind, BaseModel = "", DataName = report.Title, Labels = report.Labels, Splits = report.Splits,
        });
        SampleSection.Append(body, report);
        return HtmlPage.Render($"{report.Title}: data", Header(report), Parts, body.ToHtml());
    }

    private static Html Header(DataReport report)
    {
        var header = new HtmlBuilder();
        header.Append($"<header><p>Data before training</p><h1>{report.Title}</h1><p>");
        header.Append($"{(report.Kind == ReportKind.Text ? "Texts" : "Images")}, {MetricText.Rows(report.Splits.Sum(split => (long)split.Rows))}");
        if (report.Labels.Count > 0)
        {
            header.Append($", {report.Labels.Count} labels");
        }

        header.Append($"</p></header>");
        return header.ToHtml();
    }
}
