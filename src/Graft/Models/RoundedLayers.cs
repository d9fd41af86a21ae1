using Graft.Layers;
using Graft.Layers.Quantized;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>Makes a model's linear layers predict by whole numbers of 8 bits; see <see cref="Tensors.ComputeFormat.Int8"/>.</summary>
internal sealed class RoundedLayers : IDisposable
{
    private readonly List<Linear> _layers = [];

    /// <summary>Rounds the weights of a trunk's linear layers; the model's own tensors stay as they are.</summary>
    public RoundedLayers(WeightMap weights)
    {
        using IDisposable gradientsOff = no_grad();
        foreach (Linear layer in weights.LinearLayers.Where(Int8Weights.Serves))
        {
            layer.Rounded = new Int8Weights(layer);
            _layers.Add(layer);
        }
    }

    /// <summary>True if the model has layers that can be rounded.</summary>
    public static bool Serve(WeightMap weights) => weights.LinearLayers.Any(Int8Weights.Serves);

    /// <summary>Gives the layers their own weights back.</summary>
    public void Dispose()
    {
        foreach (Linear layer in _layers)
        {
            layer.Rounded?.Dispose();
            layer.Rounded = null;
        }

        _layers.Clear();
    }
}
