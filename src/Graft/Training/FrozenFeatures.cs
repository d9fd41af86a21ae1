using Graft.Data.Batching;
using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>
/// Rows as a frozen trunk sees them: one vector each, computed once and kept in memory. A vector takes a few kilobytes,
/// less than most rows do themselves.
/// </summary>
/// <param name="rows">The rows, which stay the caller's.</param>
internal sealed class FrozenFeatures(IBatchSource rows) : IBatchSource, IDisposable
{
    private Tensor? _features;   // [n,f]

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public LabelSet Labels => rows.Labels;

    /// <inheritdoc/>
    public InputKind? Kind => rows.Kind;

    /// <summary>Runs the trunk over all rows, as in prediction: no dropout, no random changes.</summary>
    /// <param name="model">The model whose trunk is frozen.</param>
    /// <param name="batchSize">Rows a forward pass; null: as many as the rows' <see cref="IBatchSource.BatchCost"/> allows.</param>
    /// <param name="limit">Cuts batches that do not fit into memory.</param>
    /// <param name="progress">Gets rows done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <param name="device">Where the model is.</param>
    public void Compute(Classifier model, int? batchSize, PassLimit limit, Action<int> progress, CancellationToken cancellation, ComputeDevice device)
    {
        int done = 0;
        foreach (Batch batch in BatchLoader.Load(rows, EpochPlan.ForEvaluation(rows, batchSize), device))
        {
            using Batch owned = batch;
            cancellation.ThrowIfCancellationRequested();
            limit.Run([batch], part => Keep(model, part, device), discard: () => { });
            progress(done += batch.Rows.Count);
        }
    }

    /// <summary>[b,f], without gradients, in the process's memory; belongs to the surrounding dispose scope.</summary>
    public static Tensor Of(Classifier model, Batch batch, ComputeDevice device)
    {
        using IDisposable gradientsOff = no_grad();
        using IDisposable? closed = device.Enter();
        ModelInputs inputs = batch.Inputs.On(device);
        return device.Fetch(model.Features(model.Trunk.Forward(inputs, ForwardContext.Inference), inputs));
    }

    /// <summary>1: all vectors have the same size.</summary>
    public int CostOf(int row) => 1;

    /// <inheritdoc/>
    public ulong FingerprintOf(int row) => rows.FingerprintOf(row);

    /// <inheritdoc/>
    public string OriginOf(int row) => rows.OriginOf(row);

    /// <inheritdoc/>
    public float[] TargetsOf(IReadOnlyList<int> rowNumbers) => rows.TargetsOf(rowNumbers);

    /// <inheritdoc/>
    public Batch CreateBatch(IReadOnlyList<int> rowNumbers, ulong? augmentationSeed)
    {
        Tensor all = _features ?? throw new InvalidOperationException("the features are not computed yet");
        using DisposeScope scope = NewDisposeScope();
        Tensor features = all.index_select(0, tensor(rowNumbers.Select(row => (long)row).ToArray()));
        Tensor targets = TargetValues.ToTensor(Labels, TargetsOf(rowNumbers));
        return new Batch(new FeatureInputs(features.DetachFromDisposeScope()), targets.DetachFromDisposeScope(), rowNumbers);
    }

    /// <inheritdoc/>
    public void SaveEncoder(string folder) => rows.SaveEncoder(folder);

    /// <inheritdoc/>
    public void Dispose() => _features?.Dispose();

    // Gives 0: there is nothing to add up.
    private double Keep(Classifier model, Batch batch, ComputeDevice device)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = Of(model, batch, device);                                          // [b,f]
        _features ??= empty([rows.Count, features.shape[1]], features.dtype).DetachFromDisposeScope();
        _features.index_copy_(0, tensor(batch.Rows.Select(row => (long)row).ToArray()), features);
        return 0;
    }
}
