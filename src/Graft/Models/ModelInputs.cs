using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>One batch as a model reads it. Whoever makes it disposes it.</summary>
public abstract class ModelInputs : IDisposable
{
    /// <summary>Rows in the batch.</summary>
    public abstract int BatchSize { get; }

    /// <summary>Rows of the batch as a batch of their own, without copying them.</summary>
    /// <param name="first">The first of the rows, from 0.</param>
    /// <param name="count">How many, from 1.</param>
    /// <returns>A batch that belongs to no dispose scope, and outlives this one; whoever asks for it disposes it.</returns>
    public abstract ModelInputs Slice(int first, int count);

    /// <summary>The same batch of copies of its tensors.</summary>
    /// <param name="copy">Copies a tensor. It may give back the tensor itself, which then has two owners.</param>
    /// <returns>Inputs of the same type, which own the copies.</returns>
    public abstract ModelInputs Copy(Func<Tensor, Tensor> copy);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>[b,...] -> [count,...], which shares the tensor's memory and belongs to no dispose scope.</summary>
    protected static Tensor Slice(Tensor rows, int first, int count) => rows.narrow(0, first, count).DetachFromDisposeScope();

    /// <summary>The inputs as the device reads them: themselves on the processor, else copies that belong to the surrounding dispose scope.</summary>
    internal ModelInputs On(ComputeDevice device) => device.IsCpu ? this : Copy(device.Send);
}
