using System.Diagnostics;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Training;
using static TorchSharp.torch;

namespace Graft.Jobs.Benchmarks;

/// <summary>A training step with random weights: forward and backward passes, clipping, the update.</summary>
internal static class StepBench
{
    public static BenchResult Run(BenchOptions options, CancellationToken cancellation)
    {
        using PretrainedClassifier classifier = options.Model.Create(options.AttentionDropout);
        var training = new TrainingOptions { LearningRate = 1e-5, Format = options.Format, CheckpointActivations = options.CheckpointActivations };
        using var engine = new TrainingEngine(classifier.Model, training, totalSteps: 1000);
        using Batch batch = RandomBatch(options);
        RepeatedTimes times = RepeatedTimes.Of(options.Repeats, () => engine.Step([batch]), cancellation);
        int tokens = options.Model.ReadsImages() ? BenchModels.ImageTokens : options.Length;
        using var process = Process.GetCurrentProcess();
        string sizes = options.Model.ReadsImages() ? $"{options.BatchSize} images" : $"{options.BatchSize} x {options.Length} tokens";
        string dropout = options.AttentionDropout || options.Model.ReadsImages() ? "" : ", no attention dropout", again = options.CheckpointActivations ? ", layers run twice" : "";
        return new BenchResult($"step, {options.Model.Named()}, {sizes}{dropout}{again}", times.Seconds, 1 / times.Seconds, "steps")
        {
            Format = engine.Format,
            Gflops = options.BatchSize * options.Model.StepOperations(tokens) / 1e9 / times.Seconds,
            MachineGflops = times.MachineGflops,
            PeakMemoryBytes = process.PeakWorkingSet64,
            Profile = new StepProfile(options, engine.Format, tokens, cancellation).Measure(times.Seconds, engine.OptimizerTime.TotalSeconds / (options.Repeats + 1)),
        };
    }

    private static Batch RandomBatch(BenchOptions options)
    {
        using Generator generator = new(seed: 1);
        int[] rows = [.. Enumerable.Range(0, options.BatchSize)];
        Tensor targets = tensor(Array.ConvertAll(rows, row => row % 2L)).DetachFromDisposeScope();
        ModelInputs inputs = options.Model.ReadsImages()
            ? new ImageInputs(randn([options.BatchSize, 3, BenchModels.ImageSize, BenchModels.ImageSize], generator: generator).DetachFromDisposeScope())
            : new TextInputs(randint(1000, 30000, [options.BatchSize, options.Length], dtype: ScalarType.Int64, generator: generator).DetachFromDisposeScope());
        return new Batch(inputs, targets, rows);
    }
}
