using Graft.Evaluation;
using Graft.Reports;
using Graft.Testing;

namespace Graft.Tests.Reports;

/// <summary>Reports over the shipped sample rows, with predictions drawn from a seeded generator: no model stands behind them.</summary>
internal static class SampleReports
{
    public static RunReport Texts()
    {
        (string Text, int Label)[] rows = [.. File.ReadLines(SharedFolder.Project("samples", "reviews", "test.csv"))
            .Skip(1)
            .Select(line => (line[..line.LastIndexOf(',')].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal), line.EndsWith("positive", StringComparison.Ordinal) ? 1 : 0))];
        string[] labels = ["negative", "positive"];
        RunReport report = WithPredictions(
            new() { Title = "reviews", Kind = ReportKind.Text, BaseModel = "minilm-l6-h384-uncased", Labels = labels },
            [.. rows.Select(r => r.Label)],
            sharpness: 2.2,
            row => new() { Text = rows[row].Text, Source = $"row {row + 1} of test.csv", PredictedLabel = "", Score = 0 });
        return report with
        {
            DataName = "samples/reviews",
            Splits = [new("train", 1951, [930, 1021]), new("validation", 217, [103, 114]), new("test", rows.Length, Counts([.. rows.Select(r => r.Label)], 2))],
            Notes = ["217 of 2,168 training rows were set aside as validation rows, as the data has none (10%, seed 42)."],
        };
    }

    public static RunReport Images()
    {
        string folder = SharedFolder.Project("samples", "fashion", "test");
        string[] labels = [.. Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
        (string Path, int Label)[] rows = [.. labels.SelectMany((name, i) => Directory.GetFiles(Path.Combine(folder, name))
            .Order(StringComparer.Ordinal).Select(file => (file, i)))];
        RunReport report = WithPredictions(
            new() { Title = "fashion", Kind = ReportKind.Images, BaseModel = "efficientnet-lite0", Labels = labels },
            [.. rows.Select(r => r.Label)],
            sharpness: 3.4,
            row => new()
            {
                Image = File.ReadAllBytes(rows[row].Path),
                Source = $"{labels[rows[row].Label]}/{Path.GetFileName(rows[row].Path)}",
                PredictedLabel = "",
                Score = 0,
            });
        return report with
        {
            DataName = "samples/fashion",
            Splits = [new("train", 540, [.. labels.Select(_ => 54)]), new("validation", 60, [.. labels.Select(_ => 6)]), new("test", rows.Length, Counts([.. rows.Select(r => r.Label)], labels.Length))],
        };
    }

    /// <summary>37 labels with long names, few rows of each, and one epoch.</summary>
    public static RunReport ManyLabels()
    {
        string[] labels = [.. Enumerable.Range(0, 37).Select(i => i % 5 == 0 ? $"label with a long name, number {i}" : $"label {i}")];
        int[] truths = [.. Enumerable.Range(0, 148).Select(i => i % 37)];
        RunReport report = WithPredictions(
            new() { Title = "many labels", Kind = ReportKind.Text, BaseModel = "minilm-l6-h384-uncased", Labels = labels },
            truths,
            sharpness: 6,
            row => new() { Text = $"text {row}", PredictedLabel = "", Score = 0 });
        return report with { Epochs = [report.Epochs[0]], Warnings = ["3 rows are in the training part and in the test part: rows 4, 17 and 30 of test.csv."] };
    }

    /// <summary>Several labels a row.</summary>
    public static RunReport SeveralLabels()
    {
        var random = new Random(5);
        int[] truths = [.. Enumerable.Range(0, 300 * 4).Select(_ => random.Next(2))];
        double[] probabilities = [.. truths.Select(t => Math.Clamp((0.4 * t) + (0.6 * random.NextDouble()), 0, 1))];
        return new()
        {
            Title = "several labels",
            Kind = ReportKind.Text,
            BaseModel = "minilm-l6-h384-uncased",
            Labels = ["price", "sound", "display", "service"],
            MultiLabelTest = MultiLabelReport.Compute(truths, MultiLabelReport.Decide(probabilities), 4),
            TestMetrics = MetricSet.ForMultiLabel(truths, probabilities, 4),
        };
    }

    /// <summary>A number instead of labels.</summary>
    public static RunReport Numbers()
    {
        double[] truths = [.. Enumerable.Range(0, 40).Select(i => i / 10.0)];
        return new()
        {
            Title = "numbers",
            Kind = ReportKind.Images,
            BaseModel = "efficientnet-lite0",
            TestMetrics = MetricSet.ForRegression(truths, [.. truths.Select((t, i) => t + (i % 3 / 10.0))]),
            Splits = [new("train", 160, []), new("test", 40, [])],
        };
    }

    private static RunReport WithPredictions(RunReport report, int[] truths, double sharpness, Func<int, ReportExample> example)
    {
        var random = new Random(11);
        int classes = report.Labels.Count;
        double[] logits = [.. Enumerable.Range(0, truths.Length * classes)
            .Select(i => (sharpness * random.NextDouble() * 2) + (truths[i / classes] == i % classes ? sharpness : 0))];
        double[] probabilities = Probabilities.Softmax(logits, classes);
        int[] predictions = ProbabilityMetrics.ArgMax(probabilities, classes);
        ReportExample[] examples = [.. truths.Select((truth, row) => example(row) with
        {
            TrueLabel = report.Labels[truth],
            PredictedLabel = report.Labels[predictions[row]],
            Score = probabilities[(row * classes) + predictions[row]],
        })];
        int steps = 366;
        return report with
        {
            FinishedAt = new DateTimeOffset(2025, 1, 31, 12, 30, 0, TimeSpan.Zero),
            Test = ClassificationReport.Compute(truths, predictions, classes),
            TestMetrics = MetricSet.ForSingleLabel(truths, probabilities, classes),
            Calibration = Calibration.Compute(truths, probabilities, classes),
            BaselineAccuracy = Counts(truths, classes).Max() / (double)truths.Length,
            BaselineLabel = report.Labels[^1],
            Mistakes = [.. examples.Where(e => e.TrueLabel != e.PredictedLabel).OrderByDescending(e => e.Score).Take(12)],
            Samples = [.. examples.Where((_, i) => i % (examples.Length / 12) == 0).Take(12)],
            Steps = [.. Enumerable.Range(1, steps).Select(s => new LossPoint(
                s, (0.7 * Math.Exp(-s / 90.0)) + 0.12 + (0.2 * random.NextDouble()), 5e-5 * Math.Min(s / 36.0, (steps - s) / (steps - 36.0))))],
            Epochs = [.. Enumerable.Range(1, 3).Select(e => new EpochPoint(e, new OrderedDictionary<string, double>
            {
                ["loss"] = 0.45 - (0.07 * e),
                ["accuracy"] = 0.82 + (0.03 * e),
                ["f1_macro"] = 0.81 + (0.031 * e),
            }))],
            Options = [new("Epochs", "3"), new("Batch size", "16"), new("Learning rate", "5e-05"), new("Schedule", "linear, 10% warm-up"), new("Optimizer", "AdamW, weight decay 0.01"), new("Seed", "42")],
            Timings = [new("Training", "2 min 15 s"), new("Test", "6 s")],
            Machine = [new("Processor", "2 cores"), new("Runtime", ".NET 10")],
        };
    }

    private static int[] Counts(int[] labels, int classes) => [.. Enumerable.Range(0, classes).Select(c => labels.Count(l => l == c))];
}
