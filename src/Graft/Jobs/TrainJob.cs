using System.Diagnostics;
using Graft.Data;
using Graft.Data.Batching;
using Graft.Evaluation;
using Graft.Jobs.Events;
using Graft.Models;
using Graft.Preflight;
using Graft.Preflight.Checks;
using Graft.Preflight.Survey;
using Graft.Tensors;
using Graft.Training;
using TorchSharp;

namespace Graft.Jobs;

/// <summary>The whole way from files to a trained folder with its report.</summary>
public sealed class TrainJob
{
    private const int PairsShown = 3;

    private TrainJobOptions _options;
    private readonly Action<JobEvent> _tell;
    private readonly TimeProvider _clock;
    private readonly List<Noted> _notes = [];
    private readonly List<Finding> _findings = [];
    private bool _allowChanges;
    private bool _told;

    private TrainJob(TrainJobOptions options, Action<JobEvent> tell, TimeProvider clock)
    {
        _options = options;
        _tell = tell;
        _clock = clock;
    }

    /// <summary>Trains from the start.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="tell">Gets the events, on the training thread.</param>
    /// <param name="cancellation">Asks to stop: the run saves where it is and ends with <see cref="RunInterrupted"/>.</param>
    /// <param name="clock">Names the run's folder; null is the system's.</param>
    /// <returns>The trained folder.</returns>
    /// <exception cref="GraftException">Something cannot be done; the message says what, where and what to do.</exception>
    public static string Run(TrainJobOptions options, Action<JobEvent> tell, CancellationToken cancellation = default, TimeProvider? clock = null) =>
        new TrainJob(options, tell, clock ?? TimeProvider.System).Run(folder: null, cancellation);

    /// <summary>Goes on with an interrupted run from its newest whole checkpoint; from the start if it has none yet.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="tell">Gets the events.</param>
    /// <param name="change">Changes the settings that the run was started with; null leaves them.</param>
    /// <param name="allowChanges">True to go on with other data or settings; false refuses, naming each difference.</param>
    /// <param name="cancellation">Asks to stop again.</param>
    /// <returns>The trained folder.</returns>
    /// <exception cref="GraftException">The folder is no run's, a process trains in it, all its checkpoints are damaged, or data or settings have changed.</exception>
    public static string Resume(
        string folder, Action<JobEvent> tell, Func<TrainJobOptions, TrainJobOptions>? change = null, bool allowChanges = false, CancellationToken cancellation = default)
    {
        string run = RunFolder.Resolve(folder);

        // First to see that it is a run's folder, in which nothing else may be made.
        _ = RunSettingsFile.Read(run);
        using RunLock held = RunLock.Take(run);
        TrainJobOptions started = RunSettingsFile.Read(run), options = change?.Invoke(started) ?? started;
        options = options with { Data = RunSettingsFile.WholeData(options.Data) };
        if (options.Data != started.Data && options.Data != RunSettingsFile.WholeData(started.Data) && !allowChanges)
        {
            throw new JobException($"The run was started with other data: {started.Data}.", run, remedy: "Leave the data out, allow the change (--allow-changes), or start a new run.");
        }

        return new TrainJob(options, tell, TimeProvider.System) { _allowChanges = allowChanges }.Run(run, cancellation);
    }

    private string Run(string? folder, CancellationToken cancellation)
    {
        var duration = Stopwatch.StartNew();
        TrainJobRecipe.Check(_options);
        if (folder is null)
        {
            RunFolder.Check(_options.Output);
        }

        using var hub = new HubAccess(_tell, cancellation);
        _tell(new Preparing("reading data"));
        DatasetParts parts = ReadData(hub);
        cancellation.ThrowIfCancellationRequested();
        InputKind kind = parts.Train.Kind;
        string modelFolder = _options.Model is { } named ? hub.ModelFolder(named) : ShippedModels.FolderFor(kind);
        _tell(new Preparing("opening the model"));
        using PretrainedClassifier classifier = OpenModel(modelFolder, parts.Train.Labels);
        cancellation.ThrowIfCancellationRequested();
        if (_options.Threads is { } threads)
        {
            torch.set_num_threads(threads);
        }

        EncodedParts encoded = EncodedParts.For(modelFolder, classifier, parts.Train.Kind, _options.MaxLength, isTraining: true, _options.Tokenizer);
        if (encoded.Note is { } howRead)
        {
            Note(howRead);
        }

        cancellation.ThrowIfCancellationRequested();
        PreflightScan scan = PreflightScan.Of(PartOverlap.Named(parts).Select(part => part.Rows), encoded.Tokenizer, cancellation, CheckProgress.Of("checking", parts, _tell));
        parts = WithoutEmptyParts(CheckImages(parts, scan)).WithHeldOut(_options.ValidationFraction, _options.TestFraction, _options.Seed);
        foreach (string note in parts.Notes)
        {
            Note(note);
        }

        WarnOfOverlaps(parts, scan);
        CheckMetric(parts);
        _tell(new DataFound(_options.Data, kind, parts.Train.Labels.Names, Summarize(parts.Train)!, Summarize(parts.Validation), Summarize(parts.Test)));
        _told = true;
        _notes.ForEach(note => _tell(note));
        Report(PreflightChecks.Run(new PreflightData(parts, scan) { MaxLength = encoded.MaxLength, Processor = encoded.Processor }, CheckProgress.Of("comparing", parts, _tell)));
        _tell(Describe(modelFolder, classifier));
        cancellation.ThrowIfCancellationRequested();
        IBatchSource train = encoded.Encode(parts.Train);
        IBatchSource? validation = parts.Validation is null ? null : encoded.Encode(parts.Validation);

        // Everything that can be wrong with the input is checked by now: only then a folder is made.
        string? resumeFrom = folder is null ? null : FolderToResume(folder);
        var device = ComputeDevice.Choose(_options.Device);
        _options = _options with { Format = WorkingWeights.FormatFor(classifier.Model.Weights, _options.Format, device) };
        TrainingOptions options = TrainJobRecipe.Of(_options, parts.Train, kind, folder ?? "");
        options.Validate();
        NoteWhatHasNoEffect(parts, kind);
        options = options with { EarlyStoppingPatience = validation is null ? null : options.EarlyStoppingPatience };
        var estimator = new Trainer(classifier, options with { OutputFolder = null }, train, validation, EvaluationMetrics.Compute);
        _tell(new Preparing("measuring a step"));
        TrainingEstimate estimate = estimator.Estimate();
        Report([.. MemoryCheck.Find(estimate.MemoryBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)]);
        cancellation.ThrowIfCancellationRequested();
        using RunLock? held = folder is null ? Create(out folder) : null;
        options = options with { OutputFolder = folder, AllowChanges = _allowChanges };
        if (resumeFrom is null)
        {
            RunSettingsFile.Write(folder, _options with { Output = folder }, TextPairs.Is(parts.Train[0]));
        }

        var callback = new TrainJobCallback(_tell, text => Note(text, isWarning: true), Plan, options.BatchSize * options.GradientAccumulation);
        var trainer = new Trainer(classifier, options, train, validation, FiniteScores.Metrics, [callback]);
        TrainingResult result = trainer.Train(resumeFrom, cancellation);
        if (result.SkippedSteps > 0)
        {
            string which = result.FirstSkippedStep is { } first ? result.SkippedSteps == 1 ? $" (step {first})" : $" (the first: step {first})" : "";
            Note($"{result.SkippedSteps} of {result.Steps} steps {(result.SkippedSteps == 1 ? "was" : "were")} left out{which}, as loss or gradients were not finite. Lower the learning rate, or lengthen the warm-up; look for extreme values in the data.", isWarning: true);
        }

        if (result is { RowsPerPass: { } rows, BatchLoweredAt: { } step })
        {
            // Told when it happened: this is for the report.
            _notes.Add(new Noted($"The memory ran out at step {step}: from there on the run went on with {(rows == 1 ? "1 row" : $"{rows} rows")} a pass."));
        }

        if (result.Outcome == TrainingOutcome.Interrupted)
        {
            _tell(new RunInterrupted(folder, result.LastCheckpoint, result.Steps, result.TotalSteps, $"graft resume {RunFolder.Quoted(folder)}"));
            return folder;
        }

        trainer.Save(folder);
        EvaluationOutput? test;
        try
        {
            test = parts.Test is { Count: > 0 } ? trainer.Predict(encoded.Encode(parts.Test), cancellation) : null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Trained, but not tested: a resumed run has only that left to do.
            _tell(new RunInterrupted(folder, result.LastCheckpoint, result.Steps, result.TotalSteps, $"graft resume {RunFolder.Quoted(folder)}"));
            return folder;
        }

        RequireFinite(result, test, folder);
        string report = TrainReport.Write(
            folder, _options, options, parts, kind, modelFolder, result, test, Said(asWarnings: true), Said(asWarnings: false), wasResumed: resumeFrom is not null);
        RunFolder.PointLatestTo(folder);
        MajorityBaseline? baseline = test is null ? null : MajorityBaseline.Of(parts.Train, test);
        _tell(new RunDone(
            folder, report, test is null ? null : TestMetrics.Of(test), test?.Count ?? 0, baseline?.Label, baseline?.Accuracy, result.BestIsLoaded ? result.Best!.Epoch : null, duration.Elapsed.TotalSeconds,
            result.Duration.TotalSeconds, NextCommands(folder, kind, TextPairs.Is(parts.Train[0]) == true)) { TestOutput = test });
        return folder;

        RunPlanned Plan(TrainingPlan plan)
        {
            // Changes that were refused never come this far: only accepted ones take the place of the run's settings.
            if (_allowChanges)
            {
                RunSettingsFile.Write(folder, _options with { Output = folder }, TextPairs.Is(parts.Train[0]));
            }

            return Describe(plan, folder, options, train as EncodedTexts, encoded.MaxLength, estimate);
        }
    }

    private RunLock Create(out string folder)
    {
        (folder, RunLock held) = RunFolder.Create(_options.Output, _options.Data, _clock.GetLocalNow());
        return held;
    }

    private DatasetParts ReadData(HubAccess hub)
    {
        DatasetParts parts = hub.LoadParts(_options.Data, _options.DataOptions);
        DataOptions asTrained = _options.DataOptions with { LabelNames = parts.Train.Labels.Names, ProblemType = parts.Train.Labels.ProblemType, ListsAreFlags = parts.Train.ListsAreFlags };
        Dataset? validation = _options.EvaluationData is { } evaluationData ? hub.Load(evaluationData, asTrained with { DefaultPart = DataPart.Validation }) : parts.Validation;
        Dataset? test = _options.TestData is { } testData ? hub.Load(testData, asTrained with { DefaultPart = DataPart.Test }) : parts.Test;
        return new DatasetParts(parts.Train, validation, test, parts.Notes);
    }

    private PretrainedClassifier OpenModel(string folder, LabelSet labels) => PretrainedClassifier.Load(folder, new ModelLoadOptions
    {
        Labels = labels,
        IgnoreMismatchedSizes = true,
        Seed = _options.Seed,
    });

    private static ModelOpened Describe(string folder, PretrainedClassifier classifier)
    {
        LoadReport report = classifier.Report;
        return new ModelOpened(
            folder, classifier.Family.ModelType, classifier.Model.Weights.Entries.Where(entry => entry.IsParameter).Sum(entry => entry.Tensor.NumberOfElements),
            report.Missing, [.. report.Mismatched.Select(mismatch => mismatch.ToString())], report.Unused);
    }

    // Rows that training has seen make the figures of the other parts too good.
    private void WarnOfOverlaps(DatasetParts parts, PreflightScan scan)
    {
        foreach (PartOverlap overlap in PartOverlap.Find(parts, scan))
        {
            string pairs = string.Join("; ", overlap.Pairs.Take(PairsShown).Select(pair => $"{pair.First} = {pair.Second}"));
            Note($"{overlap.Rows} rows of the {overlap.Other} part are in the {overlap.Part} part too, so its figures are too good: {pairs}{(overlap.Rows > PairsShown ? "; …" : "")}.", isWarning: true);
        }
    }

    private void Report(IReadOnlyList<Finding> findings)
    {
        _findings.AddRange(findings);
        foreach (Finding finding in findings)
        {
            _tell(FindingReported.From(finding));
        }

        if (_options.Strict)
        {
            PreflightException.ThrowIfAny(_options.Data, findings);
        }
    }

    private DatasetParts CheckImages(DatasetParts parts, PreflightScan scan)
    {
        Dataset?[] whole = ImageCheck.Run(_options.Data, [parts.Train, parts.Validation, parts.Test], _options.DataOptions.SkipBad, Note, scan);
        return new DatasetParts(whole[0]!, whole[1], whole[2], parts.Notes);
    }

    // All images of a part may have been left out.
    private DatasetParts WithoutEmptyParts(DatasetParts parts)
    {
        if (parts.Train.Count == 0)
        {
            throw new JobException("No row is left to train on.", _options.Data, remedy: "Mend the rows that cannot be read, or name other data.");
        }

        return new DatasetParts(parts.Train, Kept("validation", parts.Validation), Kept("test", parts.Test), parts.Notes);

        Dataset? Kept(string name, Dataset? part)
        {
            if (part is not { Count: 0 })
            {
                return part;
            }

            Note($"No row of the {name} part is left: it is as if there was none.", isWarning: true);
            return null;
        }
    }

    // A name that no evaluation will give is better known before an epoch of training than after it.
    private void CheckMetric(DatasetParts parts)
    {
        IReadOnlyList<string> names = ["loss", .. MetricSet.Names(parts.Train.Labels.ProblemType)];
        if (_options.BestMetric is { } metric && !names.Contains(metric))
        {
            throw new TrainingOptionsException([$"BestMetric \"{metric}\" is not among the metrics of this data: {string.Join(", ", names)}."]);
        }
    }

    private void NoteWhatHasNoEffect(DatasetParts parts, InputKind kind)
    {
        NoteIf(parts.Validation is null && _options.BestMetric is not null, "--best-metric has no effect: there is no validation part to choose the weights by.");
        NoteIf(parts.Validation is null && _options.EarlyStoppingPatience is not null, "--patience has no effect: there is no validation part to judge the epochs by.");
        NoteIf(kind == InputKind.Text && _options.Augment == true, "--augment has no effect: it is for images.");
        NoteIf(kind == InputKind.Image && _options.MaxLength is not null, "--max-length has no effect: it is for texts.");

        void NoteIf(bool holds, string text)
        {
            if (holds)
            {
                Note(text);
            }
        }
    }

    // A run that was killed before its first checkpoint begins anew, with the settings it was started with.
    private string? FolderToResume(string folder)
    {
        CheckpointFolder.CleanUp(folder);
        if (CheckpointFolder.In(folder).Count > 0)
        {
            return folder;
        }

        Note("The run has no checkpoint yet: it begins anew.");
        return null;
    }

    // A run that has diverged has a model that serves for nothing: to call it done, with a report, would hide that.
    private static void RequireFinite(TrainingResult result, EvaluationOutput? test, string folder)
    {
        IReadOnlyList<CheckpointFolder> checkpoints = CheckpointFolder.In(folder);
        string saved = checkpoints.Count == 0
            ? "The weights are saved in the folder as they are, without a report."
            : $"The weights are saved in the folder as they are, and {string.Join(", ", checkpoints.Select(checkpoint => checkpoint.Name))} in it; a report is not written.";
        if (test is not null)
        {
            FiniteScores.Require(test, folder, saved);
        }
        else if (!result.BestIsLoaded && result.Evaluations is [.., var last] && last.Step == result.Steps && !double.IsFinite(last.Metrics["loss"]))
        {
            throw FiniteScores.Diverged("the loss on the validation part is no number", folder, saved);
        }
    }

    private static RunPlanned Describe(
        TrainingPlan plan, string folder, TrainingOptions options, EncodedTexts? texts, int? maxLength, TrainingEstimate estimate) => new(
        folder, (double)plan.TotalSteps / plan.StepsPerEpoch, plan.StepsPerEpoch, plan.TotalSteps, plan.FirstStep,
        options.BatchSize * options.GradientAccumulation, options.LearningRate, plan.TrainedParameters,
        texts is null ? null : Enumerable.Range(0, texts.Count).Average(texts.CostOf), maxLength, texts?.CutCount,
        estimate.Duration.TotalSeconds, estimate.MemoryBytes, options.Format);

    private static PartSummary? Summarize(Dataset? part) => part is null ? null : new PartSummary(part.Count, part.ClassCounts());

    private static string[] NextCommands(string folder, InputKind kind, bool arePairs) =>
    [
        $"graft predict {RunFolder.Quoted(folder)} {(kind == InputKind.Image ? "photo.png" : arePairs ? "pairs.csv" : "\"a text\"")}",
        $"graft evaluate {RunFolder.Quoted(folder)} DATA",
    ];

    // What was found in the data and noted on the way, for the report: what may spoil the result, or what else there is to know.
    private string[] Said(bool asWarnings) =>
    [
        .. _notes.Where(note => note.IsWarning == asWarnings).Select(note => note.Text),
        .. _findings.Where(finding => finding.Code != PartOverlap.FindingCode && (finding.Severity != FindingSeverity.Note) == asWarnings).Select(finding => $"{finding.Summary} {finding.Remedy}"),
    ];

    private void Note(string text) => Note(text, isWarning: false);

    // What is found out before the data is shown is told after it.
    private void Note(string text, bool isWarning)
    {
        var note = new Noted(text, isWarning);
        _notes.Add(note);
        if (_told)
        {
            _tell(note);
        }
    }
}
