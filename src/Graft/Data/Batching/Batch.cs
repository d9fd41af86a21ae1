using Graft.Models;
using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Data.Batching;

/// <summary>Rows ready for a model, with their targets.</summary>
public sealed class Batch : IDisposable
{
    /// <summary>Takes ownership of inputs and targets.</summary>
    /// <param name="inputs">The rows as the model reads them.</param>
    /// <param name="targets">[b] int64, or [b,c] float32 for several labels or numbers.</param>
    /// <param name="rows">The rows' numbers in the dataset.</param>
    public Batch(ModelInputs inputs, Tensor targets, IReadOnlyList<int> rows)
    {
        Inputs = inputs;
        Targets = targets;
        Rows = rows;
    }

    /// <summary>The rows as the model reads them.</summary>
    public ModelInputs Inputs { get; }

    /// <summary>[b] int64 class numbers, or [b,c] float32.</summary>
    public Tensor Targets { get; }

    /// <summary>The rows' numbers in the dataset.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>Rows of the batch as a batch of their own, without copying them. It outlives this one, and belongs to no dispose scope.</summary>
    /// <param name="first">The first of the rows, from 0.</param>
    /// <param name="count">How many, from 1.</param>
    public Batch Slice(int first, int count) => new(
        Inputs.Slice(first, count), Targets.narrow(0, first, count).DetachFromDisposeScope(), [.. Rows.Skip(first).Take(count)]);

    /// <summary>The batch as the device reads it: itself on the processor, else copies that belong to the surrounding dispose scope.</summary>
    internal Batch On(ComputeDevice device) => device.IsCpu ? this : new Batch(Inputs.On(device), device.Send(Targets), Rows);

    /// <summary>The batch in memory that the device reads by itself: this one on the processor, else copies; this one is gone then.</summary>
    internal Batch PinnedFor(ComputeDevice device)
    {
        if (device.IsCpu)
        {
            return this;
        }

        using Batch unpinned = this;
        return new Batch(Inputs.Copy(device.Pin), device.Pin(Targets), Rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
