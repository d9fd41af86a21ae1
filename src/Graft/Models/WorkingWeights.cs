using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>
/// Makes a model multiply in bfloat16: its tensors stand for rounded copies, while the single-precision values stay
/// behind them as masters. Source: Micikevicius et al., "Mixed precision training", ICLR 2018.
/// </summary>
internal sealed class WorkingWeights : IDisposable
{
    private readonly Dictionary<string, (Tensor Shown, Tensor Master, Tensor Working)> _tensors = new(StringComparer.Ordinal);
    private readonly WeightMap _weights;
    private bool _showsMasters;

    /// <summary>Rounds all weights that products use; statistics of batch norms stay as they are.</summary>
    public WorkingWeights(WeightMap weights)
    {
        _weights = weights;
        weights.Working = this;
        using IDisposable gradientsOff = no_grad();
        foreach (WeightEntry entry in weights.Entries.Where(entry => entry.IsParameter && entry.Kind != WeightKind.BatchNorm && entry.Tensor.dtype == ScalarType.Float32))
        {
            Tensor master = entry.Tensor.detach().DetachFromDisposeScope(), working = master.to(ScalarType.BFloat16).DetachFromDisposeScope();
            _tensors.Add(entry.Name, (entry.Tensor, master, working));
            TensorFormat.Replace(entry.Tensor, working);
        }
    }

    /// <summary>The format that a model multiplies in: the one asked for, or the faster one where the model is served by it.</summary>
    /// <param name="weights">The model's weights.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="device">Where it multiplies.</param>
    public static ComputeFormat FormatFor(WeightMap weights, ComputeFormat asked, ComputeDevice device) => asked switch
    {
        ComputeFormat.Auto => Serve(weights) ? device.FasterFormat() : ComputeFormat.Float32,
        _ => asked,
    };

    /// <summary>True if the model has layers that bfloat16 serves: not the batch norms and depthwise products of convolutional ones.</summary>
    public static bool Serve(WeightMap weights) => weights.Entries.All(entry => entry.Kind != WeightKind.BatchNorm);

    /// <summary>The single-precision values of a tensor: those behind it, or its own.</summary>
    public Tensor MasterOf(WeightEntry entry) => _tensors.TryGetValue(entry.Name, out (Tensor Shown, Tensor Master, Tensor Working) found) ? found.Master : entry.Tensor;

    /// <summary>Shows the masters to whoever reads or writes the model's tensors; afterwards they are rounded anew.</summary>
    public IDisposable ShowMasters()
    {
        if (_showsMasters)
        {
            return new Return(() => { });
        }

        Show(masters: true);
        return new Return(() =>
        {
            using IDisposable gradientsOff = no_grad();
            foreach ((_, Tensor master, Tensor working) in _tensors.Values)
            {
                working.copy_(master);
            }

            Show(masters: false);
        });
    }

    /// <summary>Gives the model its single-precision values back.</summary>
    public void Dispose()
    {
        Show(masters: true);
        _weights.Working = null;
        foreach ((_, Tensor master, Tensor working) in _tensors.Values)
        {
            master.Dispose();
            working.Dispose();
        }

        _tensors.Clear();
    }

    private void Show(bool masters)
    {
        _showsMasters = masters;
        foreach ((Tensor shown, Tensor master, Tensor working) in _tensors.Values)
        {
            TensorFormat.Replace(shown, masters ? master : working);
        }
    }

    private sealed class Return(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose()
        {
            _action?.Invoke();
            _action = null;
        }
    }
}
