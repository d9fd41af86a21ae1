using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>Gives a model the buffers back that it had: a pass that measures may change the running statistics of batch norms as the run will.</summary>
internal sealed class KeptBuffers : IDisposable
{
    private readonly (Tensor Copy, Tensor Buffer)[] _buffers;

    /// <summary>Copies a model's buffers.</summary>
    public KeptBuffers(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        _buffers = [.. weights.Entries.Where(entry => entry.Kind == WeightKind.Buffer).Select(entry => (entry.Tensor.clone().DetachFromDisposeScope(), entry.Tensor))];
    }

    /// <summary>Puts the copies back.</summary>
    public void Dispose()
    {
        using IDisposable gradientsOff = no_grad();
        foreach ((Tensor copy, Tensor buffer) in _buffers)
        {
            buffer.copy_(copy);
            copy.Dispose();
        }
    }
}
