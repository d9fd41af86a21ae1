using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

/// <summary>Linear layers of random weights and shifts.</summary>
internal static class DrawnLinear
{
    /// <summary>A layer that is the same for the same seed.</summary>
    public static Linear Of(int inputs, int outputs, ulong seed)
    {
        var layer = new Linear(inputs, outputs);
        using IDisposable gradientsOff = no_grad();
        using var generator = new Generator(seed);
        layer.Weight.copy_(randn([outputs, inputs], generator: generator));
        layer.Bias!.copy_(randn([outputs], generator: generator));
        return layer;
    }
}
