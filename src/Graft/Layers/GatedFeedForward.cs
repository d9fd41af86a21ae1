using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// A feed-forward block whose inner vector is gated: the activated first half of a projection times its second half.
/// Source: Shazeer, "GLU variants improve transformer", 2020.
/// </summary>
/// <param name="width">Size of input and output.</param>
/// <param name="innerWidth">Size between the layers, after gating.</param>
/// <param name="activation">The function of the gate's half.</param>
/// <param name="bias">False for layers without shift.</param>
public sealed class GatedFeedForward(long width, long innerWidth, Activation activation, bool bias = true) : IFeedForward
{
    /// <summary>The first layer: width to twice the inner width.</summary>
    public Linear Up { get; } = new(width, 2 * innerWidth, bias);

    /// <summary>The second layer: inner width to width.</summary>
    public Linear Down { get; } = new(innerWidth, width, bias);

    /// <summary>The function of the gate's half.</summary>
    internal Activation Activation => activation;

    /// <inheritdoc/>
    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = Up.Forward(x).chunk(2, dim: -1);                    // [..., inner] each
        return scope.MoveToOuter(Down.Forward(activation.Apply(halves[0]) * halves[1]));
    }
}
