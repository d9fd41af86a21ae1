using System.Globalization;
using System.Text;
using Graft.Evaluation;

namespace Graft.Reports;

/// <summary>
/// Writes the README.md of a trained folder: YAML front matter that the hub reads (task, tags, results as a model index), then
/// the same facts for people. The licence is left to the user.
/// </summary>
public static class ModelCard
{
    private static readonly string[] IndexedMetrics =
        ["accuracy", "f1_macro", "f1_micro", "precision_macro", "recall_macro", "mcc", "roc_auc", "rmse", "mae", "r2"];

    /// <summary>Writes the card; an existing file is replaced in one step.</summary>
    /// <param name="report">The run.</param>
    /// <param name="path">The file to write, normally "README.md" in the trained folder.</param>
    /// <param name="options">What the run does not know; null for the defaults.</param>
    /// <exception cref="ReportException">The parts contradict each other, or the file cannot be written.</exception>
    public static void Write(RunReport report, string path, ModelCardOptions? options = null) =>
        ReportFile.Write(path, Render(report, options ?? new()));

    /// <summary>Makes the card.</summary>
    internal static string Render(RunReport report, ModelCardOptions options)
    {
        report.Validate();
        var card = new StringBuilder();
        AppendFrontMatter(card, report, options);
        Line(card, $"# {MarkdownText.Escape(report.Title)}");
        Line(card);
        string kind = report.Kind == ReportKind.Text ? "A text" : "An image";
        Line(card, $"{kind} model: **{MarkdownText.Escape(report.BaseModel)}**, fine-tuned with Graft{DataPhrase(report)}.");
        AppendResults(card, report);
        AppendLabels(card, report);
        AppendData(card, report);
        AppendPairs(card, "Training options", report.Options);
        AppendPairs(card, "Time", report.Timings);
        AppendPairs(card, "Machine", report.Machine);
        Line(card);
        Line(card, "## Licence");
        Line(card);
        Line(card, options.License is { } license
            ? MarkdownText.Escape(license)
            : "Not chosen yet. Fill in `license` at the top of this file; the licences of the base model and of the data apply as well.");
        return card.ToString();
    }

    private static void AppendFrontMatter(StringBuilder card, RunReport report, ModelCardOptions options)
    {
        string task = report.Kind == ReportKind.Text ? "text-classification" : "image-classification";
        (string Type, double Value)[] metrics =
            [.. IndexedMetrics.Where(report.TestMetrics.ContainsKey).Select(m => (m, report.TestMetrics[m])).Where(m => double.IsFinite(m.Item2))];
        Line(card, "---");
        Line(card, options.License is { } license ? $"license: {YamlText.Quoted(license)}" : "# license: choose one and remove the mark, such as mit or apache-2.0");
        AppendList(card, "language", options.Languages);
        Line(card, $"library_name: {YamlText.Quoted(options.LibraryName)}");
        Line(card, $"pipeline_tag: {task}");
        if (report.BaseModel.Count(c => c == '/') == 1)
        {
            Line(card, $"base_model: {YamlText.Quoted(report.BaseModel)}");
        }

        AppendList(card, "tags", ["graft", task]);
        AppendList(card, "metrics", [.. metrics.Select(m => HubName(m.Type)).Distinct()]);
        if (metrics.Length > 0)
        {
            string data = YamlText.Quoted(report.DataName ?? "own data");
            Line(card, "model-index:");
            Line(card, $"- name: {YamlText.Quoted(report.Title)}");
            Line(card, "  results:");
            Line(card, "  - task:");
            Line(card, $"      type: {task}");
            Line(card, "    dataset:");
            Line(card, $"      name: {data}");
            Line(card, $"      type: {data}");
            Line(card, "      split: test");
            Line(card, "    metrics:");
            foreach ((string type, double value) in metrics)
            {
                Line(card, $"    - type: {HubName(type)}");
                Line(card, $"      name: {YamlText.Quoted(MetricText.Name(type))}");
                Line(card, $"      value: {value.ToString("0.######", CultureInfo.InvariantCulture)}");
            }
        }

        Line(card, "---");
        Line(card);
    }

    private static void AppendResults(StringBuilder card, RunReport report)
    {
        if (report.Test is null && report.TestMetrics.Count == 0)
        {
            return;
        }

        Heading(card, "Results on the test rows");
        if (report.Test is { } test)
        {
            WilsonInterval interval = test.AccuracyInterval(report.Confidence);
            string level = (100 * report.Confidence).ToString("0.#", CultureInfo.InvariantCulture);
            Line(card, $"Accuracy {MetricText.Percent(interval.Estimate)} on {MetricText.Rows(test.Count)}, {level}% interval "
                + $"{MetricText.Percent(interval.Low)} to {MetricText.Percent(interval.High)} (Wilson).{BaselinePhrase(report)}");
            Line(card);
        }

        else if (report.MultiLabelTest is { } several)
        {
            WilsonInterval interval = several.SubsetAccuracyInterval(report.Confidence);
            Line(card, $"{MetricText.Percent(interval.Estimate)} of {MetricText.Rows(several.Count)} got exactly their labels, interval "
                + $"{MetricText.Percent(interval.Low)} to {MetricText.Percent(interval.High)} (Wilson).");
            Line(card);
        }

        AppendItems(card, [.. Findings.Warnings(report), .. report.Warnings]);
        Table(card, ["Metric", "Value"], [.. report.TestMetrics.Select(m => new[] { MetricText.Name(m.Key), MetricText.Value(m.Value) })]);
    }

    private static void AppendLabels(StringBuilder card, RunReport report)
    {
        IReadOnlyList<ClassScores>? scores = report.Test?.Classes ?? report.MultiLabelTest?.Labels;
        if (scores is not null)
        {
            Heading(card, "Labels");
            Table(card, ["Label", "Test rows", "Precision", "Recall", "F1"], [.. scores.Select((s, i) => new[]
            {
                report.LabelName(i), MetricText.Count(s.Support), MetricText.Value(s.Precision), MetricText.Value(s.Recall), MetricText.Value(s.F1),
            })]);
        }
        else if (report.Labels.Count > 0)
        {
            Heading(card, "Labels");
            Line(card, string.Join(", ", report.Labels.Select(MarkdownText.Escape)));
        }
    }

    private static void AppendData(StringBuilder card, RunReport report)
    {
        if (report.Splits.Count > 0)
        {
            Heading(card, "Data");
            Table(card, ["Part", "Rows"], [.. report.Splits.Select(s => new[] { s.Name, MetricText.Count(s.Rows) })]);
        }

        if (report.Notes.Count > 0)
        {
            Line(card);
            AppendItems(card, report.Notes);
        }
    }

    private static void AppendItems(StringBuilder card, IReadOnlyList<string> items)
    {
        foreach (string item in items)
        {
            Line(card, $"- {MarkdownText.Escape(item)}");
        }

        if (items.Count > 0)
        {
            Line(card);
        }
    }

    private static void AppendPairs(StringBuilder card, string title, IReadOnlyList<ReportEntry> entries)
    {
        if (entries.Count > 0)
        {
            Heading(card, title);
            Table(card, ["What", "Value"], [.. entries.Select(e => new[] { e.Name, e.Value })]);
        }
    }

    private static void AppendList(StringBuilder card, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            Line(card, $"{name}:");
            foreach (string value in values)
            {
                Line(card, $"- {YamlText.Quoted(value)}");
            }
        }
    }

    private static void Table(StringBuilder card, string[] head, string[][] rows)
    {
        Line(card, $"| {string.Join(" | ", head)} |");
        Line(card, $"|{string.Join("|", head.Select(_ => "---"))}|");
        foreach (string[] row in rows)
        {
            Line(card, $"| {string.Join(" | ", row.Select(MarkdownText.Escape))} |");
        }
    }

    private static void Heading(StringBuilder card, string title)
    {
        Line(card);
        Line(card, $"## {title}");
        Line(card);
    }

    private static void Line(StringBuilder card, string text = "") => card.Append(text).Append('\n');

    private static string DataPhrase(RunReport report) => report.DataName is { } name ? $" on {MarkdownText.Escape(name)}" : "";

    private static string BaselinePhrase(RunReport report) => report.BaselineAccuracy is { } baseline
        ? $" Always answering with the most frequent label would reach {MetricText.Percent(baseline)}."
        : "";

    /// <summary>The metric identifier that the hub knows: averages are said in the name, not in the type.</summary>
    private static string HubName(string metric) => metric switch
    {
        "f1_macro" or "f1_micro" => "f1",
        "precision_macro" => "precision",
        "recall_macro" => "recall",
        "mcc" => "matthews_correlation",
        _ => metric,
    };
}
