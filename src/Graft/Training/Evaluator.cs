using Graft.Data.Batching;
using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>Runs a model over all rows of a source. Keeps numbers, never tensors of everything.</summary>
internal static class Evaluator
{
    /// <summary>Computes all logits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The rows.</param>
    /// <param name="batchSize">Rows a batch; null: as many as the source's <see cref="IBatchSource.BatchCost"/> allows.</param>
    /// <param name="progress">Gets rows done and rows in all.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <param name="device">Where the model is; null is the processor.</param>
    /// <param name="limit">Cuts batches that do not fit into memory; null to let them fail.</param>
    /// <returns>Logits in the source's order; the loss is NaN where the rows have no targets.</returns>
    public static EvaluationOutput Run(
        Classifier model, IBatchSource source, int? batchSize, Action<int, int>? progress, CancellationToken cancellation, ComputeDevice? device = null, PassLimit? limit = null)
    {
        device ??= ComputeDevice.Cpu;
        int width = model.Labels.Count, done = 0;
        var logits = new float[source.Count * width];
        float[] targets = source.TargetsOf([.. Enumerable.Range(0, source.Count)]);
        var loss = new ClassificationLoss(model.Labels.ProblemType);
        bool hasTargets = Array.TrueForAll(targets, loss.IsKnown);
        double lossSum = 0, weight = 0;
        using IDisposable gradientsOff = no_grad();
        foreach (Batch batch in BatchLoader.Load(source, EpochPlan.ForEvaluation(source, batchSize), device))
        {
            using Batch owned = batch;
            cancellation.ThrowIfCancellationRequested();
            lossSum += limit is null ? Pass(batch) : limit.Run([batch], Pass, discard: () => { }).Sum();
            weight += hasTargets ? loss.Weight(batch.Targets) : 0;
            done += batch.Rows.Count;
            progress?.Invoke(done, source.Count);
        }

        return new EvaluationOutput(model.Labels, logits, targets, weight > 0 ? lossSum / weight : double.NaN);

        // Keeps the rows' logits and gives their loss, 0 where they have no targets.
        double Pass(Batch batch)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor output = Logits(model, batch.Inputs, device);     // [b,c]
            ReadOnlySpan<float> values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(output.contiguous().bytes);
            for (int i = 0; i < batch.Rows.Count; i++)
            {
                values.Slice(i * width, width).CopyTo(logits.AsSpan(batch.Rows[i] * width));
            }

            return hasTargets ? loss.Sum(output, batch.Targets).item<float>() : 0;
        }
    }

    private static Tensor Logits(Classifier model, ModelInputs inputs, ComputeDevice device)
    {
        using IDisposable? closed = device.Enter();
        return device.Fetch(model.Forward(inputs.On(device), ForwardContext.Inference));
    }
}
