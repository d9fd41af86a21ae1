using Graft.Layers;
using Graft.Layers.Fused;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>Makes a model's linear layers predict by <see cref="PanelWeights"/>; takes as much memory as their weights.</summary>
internal sealed class PanelLayers : IDisposable
{
    private readonly List<Linear> _layers = [];

    /// <summary>Lays out the weights of a trunk's linear layers, where that is faster here; the model's own tensors stay as they are.</summary>
    public PanelLayers(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        foreach (Linear layer in weights.LinearLayers.Where(layer => PanelWeights.Serves(layer) && PanelWeights.MostRows > 0))
        {
            layer.Panels = new PanelWeights(layer);
            _layers.Add(layer);
        }
    }

    /// <summary>Gives the layers their own weights back.</summary>
    public void Dispose()
    {
        foreach (Linear layer in _layers)
        {
            layer.Panels?.Dispose();
            layer.Panels = null;
        }

        _layers.Clear();
    }
}
