using System.Diagnostics;
using Graft.Data.Batching;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Models;
using Graft.Native;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>One optimizer step: forward and backward passes of its micro batches, clipping, the update.</summary>
internal sealed class TrainingEngine : IDisposable
{
    private readonly Classifier _model;
    private readonly TrainingOptions _options;
    private readonly LearningRateSchedule _schedule;
    private readonly ClassificationLoss _loss;
    private readonly DropoutStream _dropout;
    private readonly ForwardContext _context;
    private readonly ComputeDevice _device;
    private readonly Generator? _generator;
    private readonly Tensor? _classWeights;
    private readonly WorkingWeights? _working;
    private readonly IDisposable _keptMemory;

    /// <summary>Prepares the optimizer of a run.</summary>
    /// <param name="model">The model, whose frozen parts stop taking gradients.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="totalSteps">Optimizer steps of the whole run, for the schedule.</param>
    /// <param name="device">Where the model is; null is the processor.</param>
    public TrainingEngine(Classifier model, TrainingOptions options, int totalSteps, ComputeDevice? device = null)
    {
        _device = device ?? ComputeDevice.Cpu;
        _model = model;
        _options = options;
        _schedule = new LearningRateSchedule(options.Schedule, totalSteps, options.LearningRate);
        _loss = new ClassificationLoss(model.Labels.ProblemType, options.LabelSmoothing, options.ClassWeights);
        _generator = _device.CreateGenerator();
        _dropout = new DropoutStream(options.Seed, _generator);
        _context = new ForwardContext
        {
            Dropout = options.UseDropout ? _dropout : null,
            UpdateBatchStatistics = options.UpdateBatchStatistics,
            CheckpointActivations = options.CheckpointActivations,
        };
        Format = ChooseFormat(model, options, _device);
        _classWeights = CreateClassWeights();
        _working = Format == ComputeFormat.Bfloat16 ? new WorkingWeights(model.Weights) : null;
        Passes = new PassLimit(options);
        Optimizer = new AdamW(ParameterRates.Of(model.Weights, options, _working), options.Optimizer, _device);
        _keptMemory = NativeHeap.KeepLarge();
    }

    public AdamW Optimizer { get; }

    /// <summary>The format of products.</summary>
    public ComputeFormat Format { get; }

    /// <summary>Optimizer steps tried so far, those left out for their gradients included.</summary>
    public int GlobalStep { get; set; }

    /// <summary>Time spent on clipping and updates so far.</summary>
    public TimeSpan OptimizerTime { get; private set; }

    /// <summary>How many rows go through the model at once.</summary>
    public PassLimit Passes { get; }

    /// <summary>Micro batches seen so far, each part of one that is cut by itself: what tells dropout masks apart.</summary>
    public long MicroBatches { get; set; }

    /// <summary>Steps left out so far because loss, gradients or rate were not finite.</summary>
    public int SkippedSteps { get; set; }

    /// <summary>Runs one step.</summary>
    /// <param name="microBatches">The batches of the step, in the process's memory; each row counts the same, in whichever batch it is.</param>
    public StepResult Step(IReadOnlyList<Batch> microBatches)
    {
        // Every look at a gradient makes a handle that would keep its memory: they go when the step ends.
        using DisposeScope scope = NewDisposeScope();
        using IDisposable? closed = _device.Enter();

        IReadOnlyList<Tensor> losses = BackwardPasses(microBatches);
        long start = Stopwatch.GetTimestamp();
        // A step that is left out is none of the schedule's: it goes on where the weights are.
        double rate = _options.LearningRate * _schedule.Factor((int)Optimizer.StepCount);
        (double loss, double norm) = Read(losses);
        bool isFinite = double.IsFinite(norm) && double.IsFinite(loss) && double.IsFinite(rate);
        if (isFinite)
        {
            double limit = _options.MaxGradientNorm;
            Optimizer.Step(rate, limit > 0 ? Math.Min(1, limit / (norm + 1e-6)) : 1);
        }
        else
        {
            SkippedSteps++;
        }

        Optimizer.ClearGradients();
        OptimizerTime += Stopwatch.GetElapsedTime(start);
        GlobalStep++;
        return new StepResult(loss, norm, rate, isFinite);
    }

    /// <summary>Runs one forward and backward pass and throws its gradients away. Masks and counters stay as they are.</summary>
    /// <returns>The time it took.</returns>
    public TimeSpan Probe(Batch batch)
    {
        long microBatches = MicroBatches;
        var time = Stopwatch.StartNew();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable? closed = _device.Enter();
        _device.Fetch(stack(BackwardPasses([batch])));
        TimeSpan elapsed = time.Elapsed;
        Optimizer.ClearGradients();
        MicroBatches = microBatches;
        return elapsed;
    }

    /// <summary>Shows the model's weights in single precision to whoever reads or writes them, until disposed.</summary>
    public IDisposable? ShowMasters() => _working?.ShowMasters();

    /// <summary>Frees what the run took. To be called on the thread that ran the steps.</summary>
    public void Dispose()
    {
        KeptTensors.FreeHandedOver();
        Optimizer.Dispose();
        _working?.Dispose();
        _generator?.Dispose();
        _classWeights?.Dispose();
        _keptMemory.Dispose();
    }

    private static ComputeFormat ChooseFormat(Classifier model, TrainingOptions options, ComputeDevice device) =>
        options.Format == ComputeFormat.Bfloat16 && !WorkingWeights.Serve(model.Weights)
            ? throw new TrainingOptionsException(["Format Bfloat16 does not serve models with batch norms: their logits would change too much. Take Float32 or Auto."])
            : WorkingWeights.FormatFor(model.Weights, options.Format, device);

    // Made once: sent anew, they would be a copy in each step.
    private Tensor? CreateClassWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        return _loss.CreateClassWeights() is { } weights ? _device.Send(weights).DetachFromDisposeScope() : null;
    }

    private IReadOnlyList<Tensor> BackwardPasses(IReadOnlyList<Batch> microBatches)
    {
        // Each micro batch adds its sum over rows divided by the whole step's weight.
        double weight = ClassificationLoss.Divisor(microBatches.Sum(batch => _loss.Weight(batch.Targets)));
        long first = MicroBatches;
        return Passes.Run(microBatches, batch => BackwardPass(batch, weight), () =>
        {
            // Run anew, the step has the masks that it would have had if it had been cut from the start.
            Optimizer.ClearGradients();
            MicroBatches = first;
        });
    }

    // The loss: one float32 without gradient, where the model is; it belongs to the surrounding dispose scope.
    private Tensor BackwardPass(Batch batch, double weight)
    {
        using DisposeScope scope = NewDisposeScope();
        _dropout.BeginStep(MicroBatches++);
        try
        {
            Batch there = batch.On(_device);
            Tensor logits = _model.Forward(there.Inputs, _context);
            Tensor loss = _loss.WeightedSum(logits, there.Targets, _classWeights) / weight;
            loss.backward();
            return scope.MoveToOuter(loss.detach());
        }
        finally
        {
            // What a fused step failed with is the cause of what libtorch may say after it, and must not wait for the next pass.
            FusedFailure.ThrowIfAny();
        }
    }

    // Another device is waited for once a step, here: losses and norm come in one piece.
    private (double Loss, double Norm) Read(IReadOnlyList<Tensor> losses)
    {
        if (_device.IsCpu)
        {
            return (losses.Sum(loss => (double)loss.item<float>()), Optimizer.GradientNorm());
        }

        double[] figures = _device.Fetch(cat([stack(losses).to(ScalarType.Float64), Optimizer.GradientNormThere().view(1)])).data<double>().ToArray();
        return (figures[..^1].Sum(), figures[^1]);
    }
}
