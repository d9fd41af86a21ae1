using Graft.Models;
using static TorchSharp.torch;

namespace Graft.Training;

/// <summary>The weights of the best evaluation: in a checkpoint or, for runs that write none, in memory.</summary>
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

    /// <summary>Gives the model the best weights.</summary>
    /// <param name="classifier">The model, which shows its weights in single precision.</param>
    /// <param name="state">Says which checkpoint has them.</param>
    /// <param name="checkpoints">The run's checkpoints; null if it writes none.</param>
    /// <returns>Null, or why they are not to be had: the model then is as it was.</returns>
    public string? TakeBack(PretrainedClassifier classifier, TrainingState state, Checkpoints? checkpoints)
    {
        if (checkpoints is not null)
        {
            if (checkpoints.PathOf(state.BestCheckpoint) is not { } folder)
            {
                return $"The best checkpoint {state.BestCheckpoint} is gone or damaged";
            }

            Checkpoints.RestoreWeights(folder, classifier);
            return null;
        }

        if (_copies.Count == 0)
        {
            return "The best weights are of before the run was resumed, and were not kept in memory";
        }

        using IDisposable gradientsOff = no_grad();
        foreach ((Tensor copy, WeightEntry entry) in _copies.Zip(classifier.Model.Weights.Entries))
        {
            entry.Tensor.copy_(copy);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _copies.ForEach(copy => copy.Dispose());
}
