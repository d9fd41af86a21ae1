using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>Makes a model's tensors stand for copies on a device, and gives it its own memory, with what the copies hold by then, back.</summary>
internal sealed class DeviceWeights : IDisposable
{
    private readonly List<(Tensor Shown, Tensor Host)> _tensors = [];
    private readonly ComputeDevice _device;

    private DeviceWeights(ComputeDevice device)
    {
        _device = device;
    }

    /// <summary>Moves a model, until disposed; null, and nothing is done, for the processor.</summary>
    /// <param name="weights">The model's tensors, without gradients.</param>
    /// <param name="device">Where to.</param>
    public static DeviceWeights? Move(WeightMap weights, ComputeDevice device)
    {
        if (device.IsCpu)
        {
            return null;
        }

        var moved = new DeviceWeights(device);
        try
        {
            moved.Send(weights);
            return moved;
        }
        catch
        {
            moved.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using IDisposable gradientsOff = no_grad();

        // The last first: a tensor under two names was moved twice.
        foreach ((Tensor shown, Tensor host) in Enumerable.Reverse(_tensors))
        {
            if (shown.requires_grad)
            {
                // A step that failed may have left one, which would not fit any more.
                shown.grad = null;
            }

            using Tensor latest = _device.Fetch(shown);
            host.copy_(latest);
            TensorFormat.Replace(shown, host);
            host.Dispose();
        }

        _tensors.Clear();
    }

    private void Send(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        foreach (WeightEntry entry in weights.Entries)
        {
            Tensor host = entry.Tensor.detach().DetachFromDisposeScope();
            using Tensor there = _device.Send(host);
            TensorFormat.Replace(entry.Tensor, there);
            _tensors.Add((entry.Tensor, host));
        }
    }
}
