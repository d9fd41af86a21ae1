using System.Xml.Linq;
using Graft.Evaluation;
using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile = "<script>alert('x')</script>\"&'\0\u202e";

    private static readonly RunReport Bare = new() { Title = "bare", Kind = ReportKind.Text, BaseModel = "trunk" };

    public static TheoryData<string> Reports { get; } = ["texts", "images", "many-labels", "several-labels", "numbers"];

    [Theory]
    [MemberData(nameof(Reports))]
    public void The_page_is_well_formed_and_loads_nothing(string which)
    {
        RunReport report = Make(which);
        string page = HtmlReport.Render(report);
        XDocument document = Parse(page);

        Assert.Empty(document.Descendants("script"));
        Assert.Empty(document.Descendants("link"));
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.DoesNotContain("url(", page);
        Assert.All(document.Descendants("img"), image => Assert.StartsWith("data:image/", image.Attribute("src")!.Value));
        Preview(which, page);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void The_page_can_be_read_without_seeing_it(string which)
    {
        XDocument document = Parse(HtmlReport.Render(Make(which)));

        Assert.Equal("en", document.Root!.Attribute("lang")!.Value);
        Assert.All(document.Descendants("svg"), drawing => Assert.NotEmpty(drawing.Element("title")!.Value));
        Assert.All(document.Descendants("img"), image => Assert.NotEmpty(image.Attribute("alt")!.Value));
        Assert.All(document.Descendants("img"), image => Assert.NotNull(image.Attribute("width")));
        Assert.All(document.Descendants("th"), head => Assert.NotNull(head.Attribute("scope")));
        Assert.Single(document.Descendants("h1"));
        string[] targets = [.. document.Descendants("section").Select(s => "#" + s.Attribute("id")!.Value)];
        Assert.Equal(targets, document.Descendants("a").Select(a => a.Attribute("href")!.Value));
        Assert.Equal(targets.Distinct(), targets);
    }

    [Fact]
    public void Accuracy_stands_beside_its_interval_its_rows_and_the_baseline()
    {
        RunReport report = SampleReports.Texts();
        string result = Section(report, "result");
        WilsonInterval interval = report.Test!.AccuracyInterval();

        Assert.Contains(MetricText.Percent(report.Test.Accuracy), result);
        Assert.Contains($"95% interval: {MetricText.Percent(interval.Low)} to {MetricText.Percent(interval.High)}", result);
        Assert.Contains($"{report.Test.Count} rows", result);
        Assert.Contains($"Always answering “positive” would be right on {MetricText.Percent(report.BaselineAccuracy!.Value)}", result);
    }

    [Fact]
    public void Text_from_data_can_never_become_markup()
    {
        RunReport report = SampleReports.Texts() with
        {
            Title = Hostile,
            BaseModel = Hostile,
            DataName = Hostile,
            BaselineLabel = Hostile,
            Labels = [Hostile, "b" + Hostile],
            Notes = [Hostile],
            Warnings = [Hostile],
            Options = [new(Hostile, Hostile)],
            Machine = [new(Hostile, Hostile)],
            Mistakes = [new() { Text = Hostile, Source = Hostile, TrueLabel = Hostile, PredictedLabel = "b" + Hostile, Score = 1 }],
            Samples = [new() { Image = new byte[] { 1, 2, 3 }, PredictedLabel = Hostile, Score = 0.5 }],
            Epochs = [new(1, new Dictionary<string, double> { [Hostile] = 1 }), new(2, new Dictionary<string, double> { [Hostile] = 1 })],
            Splits = [new(Hostile, 2, [1, 1])],
        };
        string page = HtmlReport.Render(report);
        XDocument document = Parse(page);

        Assert.Empty(document.Descendants("script"));
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("alert('", page);
        Assert.DoesNotContain('\0', page);
        Assert.Equal(Hostile.Replace('\0', '\uFFFD'), document.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Parts_without_values_are_left_out()
    {
        XDocument document = Parse(HtmlReport.Render(Bare));

        Assert.Empty(document.Descendants("section"));
        Assert.Equal("bare", document.Descendants("h1").Single().Value);
    }

    [Fact]
    public void Numbers_and_several_labels_have_a_page_too()
    {
        Assert.Contains("of 300 rows held out for the test got exactly their labels", Section(SampleReports.SeveralLabels(), "result"));
        Assert.Contains("service", Section(SampleReports.SeveralLabels(), "labels"));
        Assert.Contains("Mean absolute error", Section(SampleReports.Numbers(), "result"));
    }

    [Fact]
    public void Losses_that_are_not_finite_leave_a_gap()
    {
        LossPoint[] steps = [.. Enumerable.Range(1, 50).Select(s => new LossPoint(s, s is > 20 and < 25 ? double.NaN : 1.0 / s, 1e-4))];
        string page = HtmlReport.Render(Bare with { Steps = steps });

        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("∞", page);
        Parse(HtmlReport.Render(Bare with { Steps = [.. steps.Select(s => s with { Loss = double.NaN })] }));
    }

    [Fact]
    public void Many_steps_make_a_small_page()
    {
        LossPoint[] steps = [.. Enumerable.Range(1, 100_000).Select(s => new LossPoint(s, 1 + Math.Sin(s), 1e-4))];

        Assert.InRange(HtmlReport.Render(Bare with { Steps = steps }).Length, 1, 100_000);
    }

    [Fact]
    public void Many_labels_are_listed_instead_of_drawn()
    {
        int[] truths = [.. Enumerable.Range(0, 300).Select(i => i % 100)];
        var test = ClassificationReport.Compute(truths, [.. truths.Select(t => t % 7 == 0 ? (t + 1) % 100 : t)], 100);
        string page = Section(Bare with { Test = test }, "confusion");

        Assert.DoesNotContain("<svg", page);
        Assert.Contains("label 7", page);
    }

    [Fact]
    public void Long_texts_are_cut_and_say_so()
    {
        ReportExample example = new() { Text = new string('a', 419) + "😀" + new string('b', 5000), PredictedLabel = "x", Score = 1 };
        string page = HtmlReport.Render(Bare with { Samples = [example] });

        Assert.Contains("5,002 more characters", page);
        Assert.DoesNotContain("bbb", page);
    }

    [Fact]
    public void Bytes_that_are_no_image_are_named_as_such() =>
        Assert.Contains("not in a format", HtmlReport.Render(Bare with { Samples = [new() { Image = new byte[] { 1 }, PredictedLabel = "x", Score = 1 }] }));

    [Fact]
    public void Parts_that_contradict_each_other_are_refused()
    {
        var test = ClassificationReport.Compute([0, 1], [0, 1], 2);

        Assert.Contains("2 labels", Assert.Throws<ReportException>(() => HtmlReport.Render(Bare with { Labels = ["a", "b", "c"], Test = test })).Message);
        Assert.Throws<ReportException>(() => HtmlReport.Render(Bare with { Labels = ["a"], Splits = [new("train", 2, [1, 1])] }));
    }

    private static RunReport Make(string which) => which switch
    {
        "texts" => SampleReports.Texts(),
        "images" => SampleReports.Images(),
        "many-labels" => SampleReports.ManyLabels(),
        "several-labels" => SampleReports.SeveralLabels(),
        _ => SampleReports.Numbers(),
    };

    private static XDocument Parse(string page) => XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    private static string Section(RunReport report, string id) => Parse(HtmlReport.Render(report))
        .Descendants("section").Single(s => s.Attribute("id")!.Value == id).ToString(SaveOptions.DisableFormatting);

    /// <summary>To look at the pages, set GRAFT_REPORT_PREVIEW to a folder.</summary>
    private static void Preview(string name, string page)
    {
        if (Environment.GetEnvironmentVariable("GRAFT_REPORT_PREVIEW") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.html"), page);
        }
    }
}
