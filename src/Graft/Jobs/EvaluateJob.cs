using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Native;
using Graft.Pipelines;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>Judges a trained folder by data with labels.</summary>
public static class EvaluateJob
{
    private const int MistakesShown = 10;

    /// <summary>Runs the job.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets <see cref="EvaluationRunning"/> and <see cref="Noted"/>.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="GraftException">Folder or data cannot be read, a label is none of the model's, or there is no device such as was asked for.</exception>
    public static EvaluationResult Run(EvaluateJobOptions options, Action<JobEvent> tell, CancellationToken cancellation = default)
    {
        using var hub = new HubAccess(tell, cancellation);
        string folder = hub.ModelFolder(options.Folder);
        using PretrainedClassifier classifier = TrainedFolder.Open(folder, mapWeights: true);
        var device = ComputeDevice.Choose(options.Device, options.Format);
        using IDisposable keptMemory = NativeHeap.KeepLarge();
        if (options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        var notes = new List<string>();
        Dataset data = hub.Load(options.Data, options.DataOptions with
        {
            LabelNames = classifier.Labels.Names,
            ProblemType = classifier.Labels.ProblemType,
            DefaultPart = DataPart.Test,
        });
        foreach (string note in data.Notes)
        {
            Note(note);
        }

        TrainJobOptions? run = RunSettingsFile.Find(folder);
        if (run is not null && data.IsTrainingPart && TrainedRows.MayBeIn(run.Data, options.Data))
        {
            Note("The folder was trained on this data: rows of it were seen in training, so the figures are too good. Those of the rows that the run set aside are in its report.", isWarning: true);
        }

        EncodedParts encoded = EncodedParts.For(folder, classifier, data.Kind, options.MaxLength ?? RunSettingsFile.FindMaxLength(folder), isTraining: false);
        data = ImageCheck.Run(options.Data, [data], options.DataOptions.SkipBad, text => Note(text))[0]!;
        if (data.Count == 0)
        {
            throw new JobException("There are no rows to evaluate on.", options.Data, remedy: "Name data with at least one row.");
        }

        if (TextPairs.Warning(folder, data[0]) is { } otherKind)
        {
            Note(otherKind, isWarning: true);
        }

        IBatchSource rows = encoded.Encode(data);
        using DeviceWeights? moved = DeviceWeights.Move(classifier.Model.Weights, device);
        EvaluationOutput output = Outputs(options.Format);
        FiniteScores.Require(output, folder);
        EvaluationResult result = Judge(folder, options.Data, data, output, notes);

        // What rounding costs shows on the same rows only.
        return options.Format == ComputeFormat.Int8 ? result with { Rounding = RoundingCost.Of(output, Outputs(ComputeFormat.Float32)) } : result;

        EvaluationOutput Outputs(ComputeFormat asked)
        {
            using var format = new PredictionFormat(classifier, asked, device);
            format.Prepare(rows);
            return MemoryGuard.Run(options.BatchSize, () => Evaluator.Run(
                classifier.Model, rows, options.BatchSize, (done, total) => tell(new EvaluationRunning(done, total)), cancellation, device));
        }

        void Note(string text, bool isWarning = false)
        {
            notes.Add(text);
            tell(new Noted(text, isWarning));
        }
    }

    private static EvaluationResult Judge(string folder, string name, Dataset data, EvaluationOutput output, IReadOnlyList<string> notes)
    {
        IReadOnlyDictionary<string, double> metrics = TestMetrics.Of(output);
        LabelSet labels = output.Labels;
        if (labels.ProblemType == ProblemType.Regression)
        {
            return new EvaluationResult(folder, name, output.Count, metrics, [], null, [], notes);
        }

        int[] truths = EvaluationMetrics.Classes(output);
        double[] probabilities = EvaluationMetrics.ProbabilitiesOf(output);
        if (labels.ProblemType == ProblemType.MultiLabel)
        {
            var several = MultiLabelReport.Compute(truths, MultiLabelReport.Decide(probabilities), labels.Count);
            return new EvaluationResult(folder, name, output.Count, metrics, Results(labels, several.Labels), null, [], notes);
        }

        int[] predictions = ProbabilityMetrics.ArgMax(probabilities, labels.Count);
        var report = ClassificationReport.Compute(truths, predictions, labels.Count);
        int[][] confusion = [.. Enumerable.Range(0, labels.Count).Select(truth => Enumerable.Range(0, labels.Count).Select(said => report.ConfusionMatrix[truth, said]).ToArray())];
        Mistake[] mistakes =
        [
            .. Enumerable.Range(0, output.Count)
                .Where(row => truths[row] != predictions[row])
                .Select(row => new Mistake(
                    new Prediction(data[row], []).Name, data[row].Origin, labels.Names[truths[row]], labels.Names[predictions[row]],
                    probabilities[row * labels.Count + predictions[row]]))
                .OrderByDescending(mistake => mistake.Score)
                .Take(MistakesShown),
        ];
        return new EvaluationResult(folder, name, output.Count, metrics, Results(labels, report.Classes), confusion, mistakes, notes);
    }

    private static LabelResult[] Results(LabelSet labels, IReadOnlyList<ClassScores> scores) =>
        [.. scores.Select((score, label) => new LabelResult(labels.Names[label], score.Precision, score.Recall, score.F1, score.Support))];
}
