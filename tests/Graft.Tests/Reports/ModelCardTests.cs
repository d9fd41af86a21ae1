using Graft.Evaluation;
using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class ModelCardTests
{
    [Fact]
    public void Front_matter_names_the_task_the_tags_and_the_results()
    {
        RunReport report = SampleReports.Images();
        string[] matter = FrontMatter(ModelCard.Render(report, new()));

        Assert.Contains("pipeline_tag: image-classification", matter);
        Assert.Contains("library_name: \"transformers\"", matter);
        Assert.Contains("- \"graft\"", matter);
        Assert.Contains("    - type: accuracy", matter);
        Assert.Contains(FormattableString.Invariant($"      value: {report.Test!.Accuracy:0.######}"), matter);
        Assert.DoesNotContain(matter, line => line.StartsWith("base_model", StringComparison.Ordinal));
    }

    [Fact]
    public void The_licence_is_left_to_the_user_or_taken_from_them()
    {
        RunReport report = SampleReports.Images();

        Assert.Contains(FrontMatter(ModelCard.Render(report, new())), line => line.StartsWith("# license:", StringComparison.Ordinal));
        Assert.Contains("license: \"mit\"", FrontMatter(ModelCard.Render(report, new() { License = "mit" })));
    }

    [Fact]
    public void A_base_model_of_the_hub_is_linked() =>
        Assert.Contains(
            "base_model: \"org/name\"", FrontMatter(ModelCard.Render(SampleReports.Images() with { BaseModel = "org/name" }, new())));

    [Fact]
    public void Accuracy_stands_beside_its_interval_and_the_baseline()
    {
        RunReport report = SampleReports.Texts();
        WilsonInterval interval = report.Test!.AccuracyInterval();
        string card = ModelCard.Render(report, new());

        Assert.Contains($"Accuracy {MetricText.Percent(report.Test.Accuracy)} on {report.Test.Count} rows, 95% interval", card);
        Assert.Contains($"{MetricText.Percent(interval.Low)} to {MetricText.Percent(interval.High)}", card);
        Assert.Contains(MetricText.Percent(report.BaselineAccuracy!.Value), card);
    }

    [Fact]
    public void Text_from_data_can_neither_end_the_front_matter_nor_become_markup()
    {
        const string Hostile = "a\n---\n: \"x\" | <script>`*";
        RunReport report = SampleReports.Texts() with
        {
            Title = Hostile,
            DataName = Hostile,
            BaseModel = Hostile,
            Labels = [Hostile, "b"],
            Options = [new(Hostile, Hostile)],
            Notes = [Hostile],
        };
        string card = ModelCard.Render(report, new() { License = Hostile, Languages = [Hostile] });

        Assert.Equal(2, card.Split('\n').Count(line => line == "---"));
        string[] body = card.Split('\n')[(FrontMatter(card).Length + 2)..];
        Assert.DoesNotContain(body, line => line.Contains("<script", StringComparison.Ordinal));
        Assert.All(body.Where(line => line.StartsWith("| a", StringComparison.Ordinal)), line => Assert.Contains("\\|", line));
    }

    [Fact]
    public void Undefined_metrics_stay_out_of_the_model_index()
    {
        RunReport report = new()
        {
            Title = "t",
            Kind = ReportKind.Text,
            BaseModel = "b",
            TestMetrics = new Dictionary<string, double> { ["roc_auc"] = double.NaN, ["accuracy"] = 0.5 },
        };
        string card = ModelCard.Render(report, new());

        Assert.DoesNotContain(FrontMatter(card), line => line.Contains("roc_auc", StringComparison.Ordinal));
        Assert.Contains("| ROC AUC | undefined |", card);
    }

    [Fact]
    public void The_card_is_written_to_its_place()
    {
        string folder = Directory.CreateTempSubdirectory("graft-card-").FullName;
        string path = Path.Combine(folder, "README.md");
        ModelCard.Write(SampleReports.Images(), path);

        Assert.StartsWith("---\n", File.ReadAllText(path));
        Directory.Delete(folder, recursive: true);
        if (Environment.GetEnvironmentVariable("GRAFT_REPORT_PREVIEW") is { Length: > 0 } preview)
        {
            ModelCard.Write(SampleReports.Images(), Path.Combine(preview, "README.md"));
        }
    }

    private static string[] FrontMatter(string card) => card.Split("\n---\n")[0].Split('\n')[1..];
}
