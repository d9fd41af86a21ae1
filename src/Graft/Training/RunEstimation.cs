using System.Diagnostics;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>Tells what a run will take, from one measured pass.</summary>
internal static class RunEstimation
{
    // A forward pass alone is about a third of a pass with its gradients.
    private const double EvaluationShare = 1.0 / 3;

    private static readonly TimeSpan MostWarming = TimeSpan.FromSeconds(2.5);

    public static TrainingEstimate Measure(Classifier model, TrainingOptions options, IBatchSource train, IBatchSource? evaluation, ComputeDevice device)
    {
        if (options.FreezeTrunk)
        {
            return MeasureHead(model, options, train, evaluation, device);
        }

        double meanCost = Enumerable.Range(0, train.Count).Average(train.CostOf);
        int[] typical = Typical(train, meanCost, options.BatchSize);
        long optimizerBytes;
        TimeSpan pass;

        // Batch norms that follow the batches cannot do with one row of one value.
        int warming = options.UpdateBatchStatistics ? typical.Length : Math.Max(1, typical.Length / 4);
        using (new KeptBuffers(model.Weights))
        using (var engine = new TrainingEngine(model, options, totalSteps: 1, device))
        using (Batch batch = train.CreateBatch(typical, augmentationSeed: null))
        using (Batch few = train.CreateBatch([.. typical.Take(warming)], augmentationSeed: null))
        {
            pass = Warm(() => engine.Probe(few), () => engine.Probe(batch));

            // What another device holds is none of the process's memory.
            optimizerBytes = !device.IsCpu ? 0 : engine.Optimizer.Parameters.Sum(parameter => parameter.Entry.Tensor.NumberOfElements) * 2 * sizeof(float);
        }

        double secondsPerCost = pass.TotalSeconds / typical.Sum(row => (double)train.CostOf(row));
        int steps = options.TotalSteps(train.Count);
        double trainingCost = meanCost * options.BatchSize * options.GradientAccumulation * steps;

        // The last batch of an epoch may be small: no more rows are seen than there are.
        double epochs = options.MaxSteps is null ? options.Epochs : (double)steps / options.StepsPerEpoch(train.Count);
        double evaluationCost = evaluation is null ? 0 : Enumerable.Range(0, evaluation.Count).Sum(evaluation.CostOf) * Evaluations(options, train.Count, steps);
        double seconds = secondsPerCost * (Math.Min(trainingCost, meanCost * train.Count * epochs) + evaluationCost * EvaluationShare);

        // The moments are freed above and not yet made again; gradients and activations of the pass count in the peak.
        using var process = Process.GetCurrentProcess();
        return new TrainingEstimate(TimeSpan.FromSeconds(seconds), process.PeakWorkingSet64 + optimizerBytes);
    }

    // The trunk sees every row once; the steps after that cost next to nothing.
    private static TrainingEstimate MeasureHead(Classifier model, TrainingOptions options, IBatchSource train, IBatchSource? evaluation, ComputeDevice device)
    {
        double meanCost = Enumerable.Range(0, train.Count).Average(train.CostOf);
        int[] typical = Typical(train, meanCost, options.BatchSize);
        using DisposeScope scope = NewDisposeScope();
        using var engine = new TrainingEngine(model, options, totalSteps: 1, device);
        using Batch batch = train.CreateBatch(typical, augmentationSeed: null);
        FrozenFeatures.Of(model, batch, device);
        var time = Stopwatch.StartNew();
        Tensor features = FrozenFeatures.Of(model, batch, device);
        double secondsPerCost = time.Elapsed.TotalSeconds / typical.Sum(row => (double)train.CostOf(row));
        using var head = new Batch(new FeatureInputs(features.alias()), batch.Targets.alias(), batch.Rows);
        double step = Warm(() => engine.Probe(head), () => engine.Probe(head)).TotalSeconds * options.GradientAccumulation;
        double cost = meanCost * train.Count + (evaluation is null ? 0 : Enumerable.Range(0, evaluation.Count).Sum(row => (double)evaluation.CostOf(row)));
        using var process = Process.GetCurrentProcess();
        return new TrainingEstimate(
            TimeSpan.FromSeconds(secondsPerCost * cost + step * options.TotalSteps(train.Count)),
            process.PeakWorkingSet64 + features.shape[1] * sizeof(float) * (train.Count + (evaluation?.Count ?? 0)));
    }

    // The first pass pays for what is made once; short ones get faster for some time, as the compiler sees what is used most.
    private static TimeSpan Warm(Func<TimeSpan> first, Func<TimeSpan> pass)
    {
        var time = Stopwatch.StartNew();
        first();
        TimeSpan best = pass();
        while (time.Elapsed < MostWarming)
        {
            TimeSpan next = pass();
            best = next < best ? next : best;
        }

        return best;
    }

    private static int[] Typical(IBatchSource rows, double meanCost, int count) =>
        [.. Enumerable.Range(0, rows.Count).OrderBy(row => Math.Abs(rows.CostOf(row) - meanCost)).Take(count)];

    private static double Evaluations(TrainingOptions options, int rows, int steps) => options.Evaluation switch
    {
        Cadence.Epoch => Math.Ceiling((double)steps / options.StepsPerEpoch(rows)),
        Cadence.Steps => Math.Ceiling((double)steps / options.EvaluationSteps),
        _ => 0,
    };
}
