using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Graft.Training;

/// <summary>Fine-tunes a classifier. The model stays the caller's; it has the trained weights afterwards.</summary>
public sealed class Trainer
{
    private const int LabelsShown = 6;

    private readonly PretrainedClassifier _classifier;
    private readonly TrainingOptions _options;
    private readonly IBatchSource? _train;
    private readonly IBatchSource? _evaluation;
    private readonly MetricFunction? _computeMetrics;
    private readonly CallbackGroup _callbacks;
    private readonly ILogger _logger;

    /// <summary>Prepares a run.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="options">The user's choices.</param>
    /// <param name="train">The rows to train on; null for a trainer that only evaluates or predicts.</param>
    /// <param name="evaluation">The rows that decide which weights are best; null for none.</param>
    /// <param name="computeMetrics">Metrics of an evaluation beside the loss; null for none.</param>
    /// <param name="callbacks">Told of what happens.</param>
    /// <param name="logger">Gets the log; null for none.</param>
    /// <exception cref="TrainingOptionsException">Options that cannot work, by themselves or with the model, rows and metrics given.</exception>
    /// <exception cref="TrainingException">Data and model have different labels, or the model reads images and not texts, or the other way round.</exception>
    /// <exception cref="Graft.Native.NativeLibraryException">There is no device such as was asked for.</exception>
    public Trainer(
        PretrainedClassifier classifier, TrainingOptions options, IBatchSource? train = null, IBatchSource? evaluation = null,
        MetricFunction? computeMetrics = null, IEnumerable<TrainingCallback>? callbacks = null, ILogger<Trainer>? logger = null)
    {
        options.Validate();
        _classifier = classifier;
        _options = options;
        Device = ComputeDevice.Choose(options.Device);
        _train = train;
        _evaluation = evaluation;
        _computeMetrics = computeMetrics;
        _callbacks = new CallbackGroup(callbacks ?? []);
        _logger = logger ?? (ILogger)NullLogger.Instance;
        CheckRows(train, "training");
        CheckRows(evaluation, "evaluation");
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
        {
            throw new TrainingOptionsException(problems);
        }
    }

    /// <summary>Where the model computes, which is in the process's memory before and after each call.</summary>
    internal ComputeDevice Device { get; init; }

    /// <summary>Trains, from the start or from a checkpoint.</summary>
    /// <param name="resumeFrom">
    /// A checkpoint's folder, or a run's folder: its newest checkpoint that is whole then, with a warning for each newer one that
    /// is damaged. Null starts anew.
    /// </param>
    /// <param name="cancellation">Asks to stop: the run ends after the present step, saves a checkpoint if it has an output folder, and says so in the result.</param>
    /// <exception cref="TrainingException">
    /// There are no rows, the loss stays not finite, the memory is used up, the checkpoint is damaged or does not fit, or the output folder holds
    /// checkpoints of a run that has not ended and is not the one to resume.
    /// </exception>
    /// <exception cref="Graft.Tensors.FileWriteException">The disk is full; the checkpoints so far are whole.</exception>
    public TrainingResult Train(string? resumeFrom = null, CancellationToken cancellation = default)
    {
        IBatchSource train = RowsToTrainOn();
        try
        {
            using DeviceWeights? moved = DeviceWeights.Move(_classifier.Model.Weights, Device);
            using FrozenFeatures? features = _options.FreezeTrunk ? new FrozenFeatures(train) : null;
            using FrozenFeatures? held = _options.FreezeTrunk && _evaluation is not null ? new FrozenFeatures(_evaluation) : null;
            using var loop = new TrainingLoop(
                _classifier, _options, features ?? train, held ?? _evaluation, _callbacks, _logger,
                _evaluation is null ? null : stop => MetricsOf(Run(held ?? _evaluation, stop)),
                features is null ? null : stop => Compute(features, held, stop), Device);
            return loop.Run(resumeFrom, cancellation);
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            throw OutOfMemory.Explain(error, _options);
        }
    }

    /// <inheritdoc cref="Train"/>
    public Task<TrainingResult> TrainAsync(string? resumeFrom = null, CancellationToken cancellation = default) =>
        Task.Run(() => Train(resumeFrom, cancellation), CancellationToken.None);

    /// <summary>Measures one forward and backward pass on a batch of typical length, and tells what the whole run will take.</summary>
    /// <remarks>The model is not changed.</remarks>
    /// <exception cref="TrainingException">There are no rows, or the memory is used up by that one batch.</exception>
    public TrainingEstimate Estimate()
    {
        IBatchSource train = RowsToTrainOn();
        try
        {
            using DeviceWeights? moved = DeviceWeights.Move(_classifier.Model.Weights, Device);
            return RunEstimation.Measure(_classifier.Model, _options, train, _evaluation, Device);
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            throw OutOfMemory.Explain(error, _options);
        }
    }

    /// <summary>Evaluates the model as it is now.</summary>
    /// <param name="source">The rows; null for those that the trainer was made with.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>"loss" and the metrics.</returns>
    /// <exception cref="TrainingException">The rows have other labels than the training rows or the model, or are of another kind; or the memory is used up.</exception>
    public IReadOnlyDictionary<string, double> Evaluate(IBatchSource? source = null, CancellationToken cancellation = default)
    {
        IBatchSource rows = source ?? _evaluation ?? throw new InvalidOperationException("There are no rows to evaluate on.");
        CheckRows(rows, "evaluation");
        return MetricsOf(RunOnDevice(rows, cancellation));
    }

    /// <summary>The model's logits for all rows.</summary>
    /// <param name="source">The rows, with or without targets. Those without may have any labels: the answers are of the model's.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="TrainingException">The rows have targets of other labels than the training rows or the model, or are of another kind; or the memory is used up.</exception>
    public EvaluationOutput Predict(IBatchSource source, CancellationToken cancellation = default)
    {
        if (HasTargets(source))
        {
            CheckRows(source, "given");
        }
        else
        {
            CheckKind(source, "given");
        }

        return RunOnDevice(source, cancellation);
    }

    /// <summary>
    /// Writes model, config and tokenizer (with the length that texts are cut to) or image processor: a folder that pipelines and the public tools open. A trainer that
    /// was made without rows knows no tokenizer or image processor, and writes none.
    /// </summary>
    /// <param name="folder">The folder, made if it is not there.</param>
    /// <exception cref="Graft.Tensors.FileWriteException">The disk is full, or the folder cannot be written to.</exception>
    public void Save(string folder)
    {
        _classifier.Save(folder);
        (_train ?? _evaluation)?.SaveEncoder(folder);
    }

    private IBatchSource RowsToTrainOn()
    {
        IBatchSource train = _train ?? throw new InvalidOperationException("The trainer was made without rows to train on.");
        if (train.Count == 0)
        {
            throw new TrainingException("There are no rows to train on.", remedy: "Name data with at least one row.");
        }

        return _evaluation is { Count: 0 }
            ? throw new TrainingException("There are no rows to evaluate on.", remedy: "Name validation data with at least one row, or none.")
            : train;
    }

    private EvaluationOutput RunOnDevice(IBatchSource source, CancellationToken cancellation)
    {
        try
        {
            using DeviceWeights? moved = DeviceWeights.Move(_classifier.Model.Weights, Device);
            return Run(source, cancellation);
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            throw OutOfMemory.ExplainEvaluation(error, _options);
        }
    }

    // The model is on the device already.
    private EvaluationOutput Run(IBatchSource source, CancellationToken cancellation)
    {
        try
        {
            return Evaluator.Run(
                _classifier.Model, source, _options.EvaluationBatchSize, (done, total) => _callbacks.Tell(callback => callback.OnEvaluating(done, total)), cancellation, Device, new PassLimit(_options));
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            // Within a training, too: it is not the training's batch size that counts here.
            throw OutOfMemory.ExplainEvaluation(error, _options);
        }
    }

    private void Compute(FrozenFeatures train, FrozenFeatures? evaluation, CancellationToken cancellation)
    {
        var limit = new PassLimit(_options);
        int total = train.Count + (evaluation?.Count ?? 0);
        try
        {
            train.Compute(_classifier.Model, _options.EvaluationBatchSize, limit, done => _callbacks.Tell(callback => callback.OnFeatures(done, total)), cancellation, Device);
            evaluation?.Compute(_classifier.Model, _options.EvaluationBatchSize, limit, done => _callbacks.Tell(callback => callback.OnFeatures(train.Count + done, total)), cancellation, Device);
        }
        catch (Exception error) when (OutOfMemory.IsCause(error))
        {
            throw OutOfMemory.ExplainEvaluation(error, _options);
        }
    }

    private Dictionary<string, double> MetricsOf(EvaluationOutput output)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { ["loss"] = output.Loss };
        foreach ((string name, double value) in _computeMetrics?.Invoke(output) ?? new Dictionary<string, double>())
        {
            metrics[name] = value;
        }

        return metrics;
    }

    // What cannot work with the model, rows and metrics given.
    private IEnumerable<string> Problems()
    {
        if (_options.ClassWeights is { } weights && weights.Count != _classifier.Labels.Count)
        {
            yield return $"ClassWeights has {weights.Count} weights for {_classifier.Labels.Count} classes.";
        }

        if (_train is null)
        {
            yield break;
        }

        if (_evaluation is not null && _computeMetrics is null && _options.Evaluation != Cadence.Never && _options.BestMetric != "loss")
        {
            yield return $"BestMetric \"{_options.BestMetric}\" is not among the metrics: without computeMetrics (EvaluationMetrics.Compute) there is the loss alone.";
        }

        if (_options.EarlyStoppingPatience is not null && (_evaluation is null || _options.Evaluation == Cadence.Never))
        {
            yield return "EarlyStoppingPatience counts evaluations, and there are none: give rows to evaluate on and a cadence, or leave it out.";
        }
    }

    private static bool HasTargets(IBatchSource source) => Array.Exists(
        source.TargetsOf([.. Enumerable.Range(0, source.Count)]), new ClassificationLoss(source.Labels.ProblemType).IsKnown);

    private void CheckKind(IBatchSource source, string part)
    {
        if (source.Kind is { } kind && kind != _classifier.Family.Inputs)
        {
            throw new TrainingException(
                $"The {part} rows are {Plural(kind)}, but the model reads {Plural(_classifier.Family.Inputs)}.", remedy: $"Name {Plural(_classifier.Family.Inputs)}, or load a model that reads {Plural(kind)}.");
        }

        static string Plural(InputKind kind) => kind == InputKind.Image ? "images" : "texts";
    }

    private void CheckRows(IBatchSource? source, string part)
    {
        if (source is null)
        {
            return;
        }

        CheckKind(source, part);
        if (source.Labels.Count != _classifier.Labels.Count)
        {
            throw new TrainingException(
                $"The {part} rows have {source.Labels.Count} labels, but the model's head has {_classifier.Labels.Count}.",
                remedy: "Load the model with the data's labels (ModelLoadOptions.Labels).");
        }

        if (source.Labels.ProblemType != _classifier.Labels.ProblemType)
        {
            throw new TrainingException(
                $"The {part} rows are for {source.Labels.ProblemType}, but the model's head is for {_classifier.Labels.ProblemType}.",
                remedy: "Load the model with the data's labels (ModelLoadOptions.Labels).");
        }

        // Rows that number their classes otherwise would be judged by the wrong ones.
        if (_train is not null && !source.Labels.Equals(_train.Labels))
        {
            throw new TrainingException(
                $"The {part} rows have other labels than the training rows, or the same in another order: {Names(source.Labels)} and {Names(_train.Labels)}.",
                remedy: "Load them with the training rows' labels (DataOptions.LabelNames).");
        }

        // A head may have no names yet (LABEL_0 ...), and a number's name decides nothing.
        if (_train is null && !source.Labels.Equals(_classifier.Labels) && !HasNoNames(_classifier.Labels) && _classifier.Labels.ProblemType != ProblemType.Regression)
        {
            throw new TrainingException(
                $"The {part} rows have other labels than the model, or the same in another order: {Names(source.Labels)} and {Names(_classifier.Labels)}.",
                remedy: "Load them with the model's labels (DataOptions.LabelNames).");
        }

        static string Names(LabelSet labels) => string.Join(", ", labels.Names.Take(LabelsShown)) + (labels.Count > LabelsShown ? ", …" : "");

        static bool HasNoNames(LabelSet labels) => labels.Equals(LabelSet.Numbered(labels.Count, labels.ProblemType));
    }
}
