using System.Diagnostics;
using Graft.Data.Batching;
using Graft.Models;

namespace Graft.Training;

/// <summary>Tells what a run will take, from one measured pass.</summary>
internal static class RunEstimation
{
    // A forward pass alone is about a third of a pass with its gradients.
    private const double EvaluationShare = 1.0 / 3;

    public static TrainingEstimate Measure(Classifier model, TrainingOptions options, IBatchSource train, IBatchSource? evaluation)
    {
        double meanCost = Enumerable.Range(0, train.Count).Average(train.CostOf);
        int[] typical = [.. Enumerable.Range(0, train.Count).OrderBy(row => Math.Abs(train.CostOf(row) - meanCost)).Take(options.BatchSize)];
        long optimizerBytes;
        TimeSpan pass;
        using (var engine = new TrainingEngine(model, options, totalSteps: 1))
        using (Batch batch = train.CreateBatch(typical, augmentationSeed: null))
        {
            // The first pass pays for what is made once; the second one is typical.
            engine.Probe(batch);
            pass = engine.Probe(batch);
            optimizerBytes = engine.Optimizer.Parameters.Sum(parameter => parameter.Entry.Tensor.NumberOfElements) * 2 * sizeof(float);
        }

        double secondsPerCost = pass.TotalSeconds / typical.Sum(row => (double)train.CostOf(row));
        int steps = options.TotalSteps(train.Count);
        double trainingCost = meanCost * options.BatchSize * options.GradientAccumulation * steps;
        double evaluationCost = evaluation is null ? 0 : Enumerable.Range(0, evaluation.Count).Sum(evaluation.CostOf) * Evaluations(options, train.Count, steps);
        double seconds = secondsPerCost * (Math.Min(trainingCost, meanCost * train.Count * options.Epochs) + evaluationCost * EvaluationShare);

        // The moments are freed above and not yet made again; gradients and activations of the pass count in the peak.
        using var process = Process.GetCurrentProcess();
        return new TrainingEstimate(TimeSpan.FromSeconds(seconds), process.PeakWorkingSet64 + optimizerBytes);
    }

    private static double Evaluations(TrainingOptions options, int rows, int steps) => options.Evaluation switch
    {
        Cadence.Epoch => Math.Ceiling((double)steps / options.StepsPerEpoch(rows)),
        Cadence.Steps => Math.Ceiling((double)steps / options.EvaluationSteps),
        _ => 0,
    };
}
