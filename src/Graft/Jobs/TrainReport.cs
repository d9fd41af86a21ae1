using System.Globalization;
using System.Runtime.InteropServices;
using Graft.Data;
using Graft.Evaluation;
using Graft.Models;
using Graft.Preflight.Images;
using Graft.Reports;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>Puts a run's report together and writes it: report.html, and the card as README.md.</summary>
internal static class TrainReport
{
    private const int MistakesShown = 24;
    private const int SamplesShown = 24;

    /// <summary>Writes the report.</summary>
    /// <returns>The page's path.</returns>
    public static string Write(
        string folder, TrainJobOptions job, TrainingOptions options, DatasetParts parts, InputKind kind, string modelFolder,
        TrainingResult result, EvaluationOutput? test, IReadOnlyList<string> warnings, IReadOnlyList<string> notes, bool wasResumed)
    {
        LabelSet labels = parts.Train.Labels;
        var report = new RunReport
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(job.Data)),
            Kind = kind == InputKind.Image ? ReportKind.Images : ReportKind.Text,
            BaseModel = HubAccess.NameOf(job.Model) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(modelFolder)),
            DataName = parts.Train.Name,
            FinishedAt = DateTimeOffset.Now,
            Labels = labels.Names,
            Splits = [.. Split("train", parts.Train), .. Split("validation", parts.Validation), .. Split("test", parts.Test)],
            Options = Options(job, options, kind, result, parts.Train.Count),
            Steps = [.. result.Log.Select(entry => new LossPoint(entry.Step, entry.Loss, entry.LearningRate))],
            Epochs = [.. result.Evaluations.Select(record => new EpochPoint(record.Epoch, record.Metrics))],
            Warnings = warnings,
            Notes = notes,
            Timings = [new ReportEntry(wasResumed ? "training and evaluation since the run was resumed" : "training and evaluation", Seconds(result.Duration))],
            Machine =
            [
                new ReportEntry("system", RuntimeInformation.OSDescription),
                new ReportEntry("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
                new ReportEntry("device", ComputeDevice.Choose(job.Device).Name),
                new ReportEntry("threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture)),
            ],
        };
        if (test is not null)
        {
            report = WithTest(report, parts, test);
        }

        string page = Path.Combine(folder, "report.html");
        HtmlReport.Write(report, page);
        ModelCard.Write(report, Path.Combine(folder, "README.md"));
        return page;
    }

    private static RunReport WithTest(RunReport report, DatasetParts parts, EvaluationOutput test)
    {
        report = report with { TestMetrics = new Dictionary<string, double>(EvaluationMetrics.Compute(test)) };
        int[] truths = EvaluationMetrics.Classes(test);
        double[] probabilities = EvaluationMetrics.ProbabilitiesOf(test);
        int width = test.Labels.Count;
        switch (test.Labels.ProblemType)
        {
            case ProblemType.MultiLabel:
                return report with { MultiLabelTest = MultiLabelReport.Compute(truths, MultiLabelReport.Decide(probabilities), width) };
            case ProblemType.Regression:
                return report;
        }

        int[] predictions = ProbabilityMetrics.ArgMax(probabilities, width);
        MajorityBaseline? baseline = MajorityBaseline.Of(parts.Train, test);
        ReportExample[] examples = [.. Enumerable.Range(0, test.Count).Select(row => Example(parts.Test![row], test.Labels, truths[row], predictions[row], probabilities[row * width + predictions[row]]))];
        return report with
        {
            Test = ClassificationReport.Compute(truths, predictions, width),
            BaselineAccuracy = baseline?.Accuracy,
            BaselineLabel = baseline?.Label,
            Calibration = Calibration.Compute(truths, probabilities, width),
            Mistakes = [.. examples.Where(example => example.TrueLabel != example.PredictedLabel).OrderByDescending(example => example.Score).Take(MistakesShown).Select(WithImage)],
            Samples = [.. Spread(examples, SamplesShown).Select(WithImage)],
        };

        ReportExample WithImage(ReportExample example) =>
            parts.Test!.FirstOrDefault(row => row.Origin == example.Source) is ImageExample image ? example with { Image = Thumbnail.Of(image.ReadBytes(), image.Name) } : example;
    }

    private static ReportExample Example(Example row, LabelSet labels, int truth, int prediction, double score) => new()
    {
        Text = row is TextExample text ? (text.TextPair is null ? text.Text : $"{text.Text} / {text.TextPair}") : null,
        Source = row.Origin,
        TrueLabel = labels.Names[truth],
        PredictedLabel = labels.Names[prediction],
        Score = score,
    };

    // So many rows at equal distances: the part may be sorted by label.
    private static IEnumerable<ReportExample> Spread(ReportExample[] rows, int count)
    {
        int taken = Math.Min(count, rows.Length);
        return Enumerable.Range(0, taken).Select(i => rows[(long)i * rows.Length / taken]);
    }

    private static IEnumerable<ReportSplit> Split(string name, Dataset? part) =>
        part is null ? [] : [new ReportSplit(name, part.Count, part.ClassCounts())];

    private static ReportEntry[] Options(TrainJobOptions job, TrainingOptions options, InputKind kind, TrainingResult result, int rows) =>
    [
        new("epochs", Number(Math.Round((double)result.TotalSteps / options.StepsPerEpoch(rows), 2))),
        new("batch size", Number(options.BatchSize * options.GradientAccumulation)),
        new("learning rate", Number(options.LearningRate)),
        .. options.HeadLearningRate is { } head ? [new ReportEntry("learning rate of the head", Number(head))] : Array.Empty<ReportEntry>(),
        new("schedule", options.Schedule.Kind.ToString()),
        new("warm-up", Number(options.Schedule.Warmup)),
        new("weight decay", Number(options.WeightDecay)),
        new("largest gradient norm", Number(options.MaxGradientNorm)),
        .. kind == InputKind.Text && job.MaxLength is { } length ? [new ReportEntry("maximum length", Number(length))] : Array.Empty<ReportEntry>(),
        new("seed", Number(options.Seed)),
    ];

    private static string Number(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");
}
