using System.Diagnostics;
using System.Globalization;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Native;
using Graft.Tensors;
using Microsoft.Extensions.Logging;

namespace Graft.Training;

/// <summary>One run: epochs, evaluations, checkpoints, the best weights.</summary>
internal sealed partial class TrainingLoop : IDisposable
{
    // Steps in a row with gradients that are not finite, after which going on makes no sense.
    private const int MaxSkippedInARow = 3;
    private const int StepsBetweenTrims = 20;
    private const int OriginsShown = 5;

    private readonly PretrainedClassifier _classifier;
    private readonly TrainingOptions _options;
    private readonly IBatchSource _rows;
    private readonly IBatchSource? _evaluation;
    private readonly CallbackGroup _callbacks;
    private readonly ILogger _logger;
    private readonly Func<CancellationToken, IReadOnlyDictionary<string, double>>? _measure;
    private readonly Action<CancellationToken>? _prepare;
    private readonly TrainingControl _control = new();
    private readonly ComputeDevice _device;
    private readonly TrainingEngine _engine;
    private readonly Checkpoints? _checkpoints;
    private readonly BestWeights _bestWeights = new();
    private readonly int _stepsPerEpoch;
    private readonly int _totalSteps;
    private readonly RowRate _rate = new();
    private TrainingState _state = new();
    private int _skippedInARow;
    private double _lastNorm;
    private double _lastRate;
    private string? _lastCheckpoint;

    public TrainingLoop(
        PretrainedClassifier classifier, TrainingOptions options, IBatchSource rows, IBatchSource? evaluation, CallbackGroup callbacks,
        ILogger logger, Func<CancellationToken, IReadOnlyDictionary<string, double>>? measure, Action<CancellationToken>? prepare,
        ComputeDevice device)
    {
        _device = device;
        _classifier = classifier;
        _options = options;
        _rows = rows;
        _evaluation = evaluation;
        _callbacks = callbacks;
        _logger = logger;
        _measure = measure;
        _prepare = prepare;
        _stepsPerEpoch = options.StepsPerEpoch(rows.Count);
        _totalSteps = options.TotalSteps(rows.Count);
        _engine = new TrainingEngine(classifier.Model, options, _totalSteps, device);
        if (options.OutputFolder is { } folder)
        {
            _checkpoints = new Checkpoints(folder, classifier, rows, _engine, options);
        }
    }

    public TrainingResult Run(string? resumeFrom, CancellationToken cancellation)
    {
        var duration = Stopwatch.StartNew();
        if (resumeFrom is null)
        {
            _checkpoints?.BeginAnew();
        }

        _state.Fingerprint = RunFingerprint.Of(_classifier, _rows, _evaluation, _options, _totalSteps);
        if (resumeFrom is not null)
        {
            using IDisposable? masters = _engine.ShowMasters();
            (_state, _lastCheckpoint) = Checkpoints.Restore(resumeFrom, _classifier, _engine, _state.Fingerprint, _options.AllowChanges, Warn);
            _checkpoints?.IsResumed = true;
            foreach (string warning in ResumeWarnings.Of(_state, _device.Name))
            {
                Warn(warning);
            }
        }
        else
        {
            ResumeWarnings.Note(_state, _device.Name);
        }

        _classifier.IsTrained = true;
        _callbacks.Tell(callback => callback.OnStart(new TrainingPlan(
            _rows.Count, _stepsPerEpoch, _totalSteps, _state.GlobalStep, _engine.Optimizer.Parameters.Sum(parameter => parameter.Entry.Tensor.NumberOfElements))));
        foreach (string warning in OptionWarnings.Of(_options, _classifier.Labels))
        {
            Warn(warning);
        }

        // What reading weights and data took is not needed any more.
        GC.Collect();
        NativeHeap.Trim();
        _rate.Restart();
        TrainingOutcome outcome = RunSteps(cancellation);
        bool isBestLoaded = outcome != TrainingOutcome.Interrupted && _options.LoadBestAtEnd && _state.Best is not null && TakeBestBack();

        var result = new TrainingResult
        {
            Outcome = outcome,
            Steps = _state.GlobalStep,
            TotalSteps = _totalSteps,
            SkippedSteps = _engine.SkippedSteps,
            FirstSkippedStep = _state.FirstSkippedStep,
            RowsPerPass = _engine.Passes.Rows,
            BatchLoweredAt = _state.BatchLoweredAt,
            Log = _state.Log,
            Evaluations = _state.Evaluations,
            Best = _state.Best,
            BestIsLoaded = isBestLoaded,
            LastCheckpoint = _lastCheckpoint,
            Duration = duration.Elapsed,
        };
        _callbacks.Tell(callback => callback.OnEnd(result));
        return result;
    }

    public void Dispose()
    {
        _engine.Dispose();
        _bestWeights.Dispose();
    }

    private TrainingOutcome RunSteps(CancellationToken cancellation)
    {
        // Interrupted after its last step: what is left of it comes behind the training.
        if (IsOutOfPatience && !_state.EvaluationDue && _state.GlobalStep < _totalSteps)
        {
            return TrainingOutcome.StoppedEarly;
        }

        if ((_state.EvaluationDue || _state.GlobalStep < _totalSteps) && !Prepare(cancellation))
        {
            return TrainingOutcome.Interrupted;
        }

        if (_state.EvaluationDue && FinishStep(cancellation) is { } early)
        {
            return early;
        }

        while (_state.GlobalStep < _totalSteps)
        {
            int epoch = _state.GlobalStep / _stepsPerEpoch;
            IReadOnlyList<int[]> plan = EpochPlan.ForTraining(_rows, _options.BatchSize, _options.GroupByLength, _options.Seed, epoch);
            int firstBatch = _state.GlobalStep % _stepsPerEpoch * _options.GradientAccumulation;
            IEnumerable<Batch> batches = BatchLoader.Load(_rows, plan, _device, firstBatch, _options.Augment ? AugmentationSeed(epoch) : null);
            foreach (Batch[] step in batches.Chunk(_options.GradientAccumulation))
            {
                try
                {
                    RunStep(step);
                }
                finally
                {
                    Array.ForEach(step, batch => batch.Dispose());
                }

                if (FinishStep(cancellation) is { } outcome)
                {
                    return outcome;
                }

                if (_state.GlobalStep == _totalSteps)
                {
                    break;
                }
            }
        }

        return TrainingOutcome.Completed;
    }

    // What the rows need before the first step. False if it was stopped: then nothing has changed that could be saved.
    private bool Prepare(CancellationToken cancellation)
    {
        try
        {
            _prepare?.Invoke(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }

        _rate.Restart();
        return true;
    }

    private void RunStep(Batch[] batches)
    {
        int? rowsBefore = _engine.Passes.Rows;
        StepResult result = _engine.Step(batches);
        _state.GlobalStep = _engine.GlobalStep;
        if (_engine.Passes.Rows is { } rows && rows != rowsBefore)
        {
            _state.BatchLoweredAt = _state.GlobalStep;
            LogLowered(_logger, _state.GlobalStep, rows);
            _callbacks.Tell(callback => callback.OnBatchLowered(_state.GlobalStep, rows));
        }

        _lastNorm = result.GradientNorm;
        _lastRate = result.LearningRate;
        _rate.Add(batches.Sum(batch => batch.Rows.Count));
        _skippedInARow = result.Applied ? 0 : _skippedInARow + 1;
        if (result.Applied)
        {
            _state.PendingLoss += result.Loss;
            _state.PendingSteps++;
            if (SpikeDetector.Add(_state.Losses, _state.GlobalStep, result.Loss) is { } spike)
            {
                LogSpike(_logger, spike.Step, spike.Loss, spike.Mean, spike.Deviation);
                _callbacks.Tell(callback => callback.OnSpike(spike));
            }
        }
        else
        {
            _state.FirstSkippedStep ??= _engine.SkippedSteps == 1 ? _state.GlobalStep : null;
            LogSkipped(_logger, _state.GlobalStep, result.LearningRate, result.Loss, result.GradientNorm);
        }

        if (_skippedInARow >= MaxSkippedInARow)
        {
            throw NotFinite(batches, result);
        }

        if (_state.GlobalStep % StepsBetweenTrims == 0)
        {
            NativeHeap.Trim();
        }

        _callbacks.Tell(callback => callback.OnStep(_state.GlobalStep, EpochsDone, result, _control));
        if (_state.GlobalStep % _options.LoggingSteps == 0 || _state.GlobalStep == _totalSteps)
        {
            AddLogEntry();
        }
    }

    // What is due after a step: evaluation, checkpoint, an end. Null to go on.
    private TrainingOutcome? FinishStep(CancellationToken cancellation)
    {
        bool isLast = _state.GlobalStep == _totalSteps;
        _state.EvaluationDue = _measure is not null && IsDue(_options.Evaluation, _options.EvaluationSteps, isLast);
        if (_state.EvaluationDue && !cancellation.IsCancellationRequested)
        {
            try
            {
                Evaluate(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The step is done, its evaluation is not: the checkpoint says so, and a resumed run makes up for it.
            }
            catch (Exception) when (_checkpoints is not null)
            {
                // What an evaluation failed at must not cost the steps before it.
                SaveBeforeFailing();
                throw;
            }
        }

        bool isBest = IsBest;
        bool interrupted = cancellation.IsCancellationRequested || _control.StopRequested;
        if (_checkpoints is not null && (interrupted || IsDue(_options.Saving, _options.SavingSteps, isLast) || (isBest && _options.LoadBestAtEnd)))
        {
            Save(isBest);
        }
        else if (isBest && _options.LoadBestAtEnd)
        {
            using IDisposable? masters = _engine.ShowMasters();
            _bestWeights.Keep(_classifier.Model.Weights);
        }

        if (interrupted && !(isLast && !_state.EvaluationDue))
        {
            return TrainingOutcome.Interrupted;
        }

        return IsOutOfPatience && !isLast ? TrainingOutcome.StoppedEarly : null;
    }

    // From the moment that its record is in, an evaluation is done, whatever a callback makes of it: else a resumed run would do it twice.
    private void Evaluate(CancellationToken cancellation)
    {
        var duration = Stopwatch.StartNew();
        var record = new EvaluationRecord(_state.GlobalStep, EpochsDone, _measure!(cancellation), duration.Elapsed);
        if (!record.Metrics.TryGetValue(_options.BestMetric, out double value))
        {
            throw new TrainingOptionsException([$"BestMetric \"{_options.BestMetric}\" is not among the metrics: {string.Join(", ", record.Metrics.Keys)}."]);
        }

        // Not a number is never the best. What was best by another metric says nothing by this one.
        bool isBest = !double.IsNaN(value)
            && (_state.Best is null || !_state.Best.Metrics.TryGetValue(_options.BestMetric, out double best) || (_options.BestIsGreatest ? value > best : value < best));
        _state.Evaluations.Add(record);
        _state.EvaluationsWithoutImprovement = isBest ? 0 : _state.EvaluationsWithoutImprovement + 1;
        if (isBest)
        {
            _state.Best = record;
            _state.BestCheckpoint = null;
        }

        _state.EvaluationDue = false;
        _callbacks.Tell(callback => callback.OnEvaluated(record, isBest, _control));
        _rate.Restart();
    }

    // Whether the weights as they are now are those of the best evaluation.
    private bool IsBest => _state.Best?.Step == _state.GlobalStep;

    // What the run fails at is told, and not what fails after it.
    private void SaveBeforeFailing()
    {
        try
        {
            Save(IsBest);
        }
        catch (Exception error)
        {
            LogWarning(_logger, $"The steps before the failure could not be saved: {error.Message}");
        }
    }

    private void Save(bool isBest)
    {
        using IDisposable? masters = _engine.ShowMasters();
        _lastCheckpoint = _checkpoints!.Save(_state, isBest);
        _callbacks.Tell(callback => callback.OnSaved(_lastCheckpoint));
        _rate.Restart();
    }

    // False if the last weights stay, since the best ones are not to be had.
    private bool TakeBestBack()
    {
        using IDisposable? masters = _engine.ShowMasters();
        string? problem = IsBest ? null : _bestWeights.TakeBack(_classifier, _state, _checkpoints);
        if (problem is not null)
        {
            Warn($"{problem}: the last weights stay.");
        }

        return problem is null;
    }

    private void Warn(string text)
    {
        LogWarning(_logger, text);
        _callbacks.Tell(callback => callback.OnWarning(text));
    }

    private void AddLogEntry()
    {
        var entry = new TrainingLogEntry(
            _state.GlobalStep, EpochsDone, _state.PendingSteps == 0 ? double.NaN : _state.PendingLoss / _state.PendingSteps, _lastNorm, _lastRate, _rate.PerSecond);
        _state.Log.Add(entry);
        _state.PendingLoss = 0;
        _state.PendingSteps = 0;
        _rate.Restart();
        _callbacks.Tell(callback => callback.OnLog(entry));
    }

    private bool IsDue(Cadence cadence, int everySteps, bool isLast) => cadence switch
    {
        Cadence.Epoch => isLast || _state.GlobalStep % _stepsPerEpoch == 0,
        Cadence.Steps => isLast || _state.GlobalStep % everySteps == 0,
        _ => false,
    };

    private bool IsOutOfPatience => _options.EarlyStoppingPatience is { } patience && _state.EvaluationsWithoutImprovement >= patience;

    private double EpochsDone => (double)_state.GlobalStep / _stepsPerEpoch;

    private Func<int, ulong> AugmentationSeed(int epoch) =>
        batch => new SeededRandom(_options.Seed ^ (((ulong)epoch << 32) + (ulong)batch)).NextUInt64();

    private TrainingException NotFinite(Batch[] batches, StepResult result)
    {
        string[] origins = [.. batches.SelectMany(batch => batch.Rows).Take(OriginsShown).Select(_rows.OriginOf)];
        string rate = result.LearningRate.ToString("g4", CultureInfo.InvariantCulture);
        return new TrainingException(
            $"Loss, gradients or learning rate are not finite for {MaxSkippedInARow} steps in a row (step {_state.GlobalStep}, learning rate {rate}; rows of the last one: {string.Join("; ", origins)}).",
            remedy: "Lower the learning rate, lengthen the warm-up, and look at these rows.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Step {Step} (learning rate {Rate}) was left out: loss {Loss}, gradient norm {Norm}")]
    private static partial void LogSkipped(ILogger logger, int step, double rate, double loss, double norm);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Step {Step}: the memory ran out; going on with {Rows} rows a pass")]
    private static partial void LogLowered(ILogger logger, int step, int rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Step {Step}: the loss leapt to {Loss} (lately {Mean}, deviation {Deviation})")]
    private static partial void LogSpike(ILogger logger, int step, double loss, double mean, double deviation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);
}
