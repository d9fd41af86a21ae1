using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Layers.Quantized;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>The linear layers of a model's trunk, which predict by weights in another form until this is disposed. The model's own tensors stay as they are.</summary>
internal sealed class PreparedLayers : IDisposable
{
    private readonly List<Linear> _layers = [];

    private PreparedLayers(WeightMap weights, Func<Linear, bool> isServed, Func<Linear, IDisposable> prepare)
    {
        using IDisposable gradientsOff = no_grad();
        foreach (Linear layer in weights.LinearLayers.Where(isServed))
        {
            layer.Prepared = prepare(layer);
            _layers.Add(layer);
        }
    }

    /// <summary>Layers that predict by whole numbers of 8 bits; see <see cref="Tensors.ComputeFormat.Int8"/>.</summary>
    public static PreparedLayers Round(WeightMap weights) => new(weights, Int8Weights.Serves, layer => new Int8Weights(layer));

    /// <summary>True if the model has layers that can be rounded.</summary>
    public static bool CanRound(WeightMap weights) => weights.LinearLayers.Any(Int8Weights.Serves);

    /// <summary>Layers that predict few rows by <see cref="PanelWeights"/>; takes as much memory as their weights.</summary>
    public static PreparedLayers LayOut(WeightMap weights) => new(weights, PanelWeights.Serves, layer => new PanelWeights(layer));

    /// <summary>Gives the layers their own weights back.</summary>
    public void Dispose()
    {
        foreach (Linear layer in _layers)
        {
            layer.Prepared?.Dispose();
            layer.Prepared = null;
        }

        _layers.Clear();
    }
}
