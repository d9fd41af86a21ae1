using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>The weights of the best evaluation, in memory, for runs that write no checkpoints.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly List<Tensor> _copies = [];

    /// <summary>Keeps a copy of all tensors, in place of the one before.</summary>
    public void Keep(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        if (_copies.Count == 0)
        {
            _copies.AddRange(weights.Entries.Select(entry => entry.Tensor.detach().clone().DetachFromDisposeScope()));
            return;
        }

        foreach ((Tensor copy, WeightEntry entry) in _copies.Zip(weights.Entries))
        {
            copy.copy_(entry.Tensor);
        }
    }

    /// <summary>Writes the kept copy back.</summary>
    /// <returns>False if there is none.</returns>
    public bool Restore(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        foreach ((Tensor copy, WeightEntry entry) in _copies.Zip(weights.Entries))
        {
            entry.Tensor.copy_(copy);
        }

        return _copies.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _copies.ForEach(copy => copy.Dispose());
}
