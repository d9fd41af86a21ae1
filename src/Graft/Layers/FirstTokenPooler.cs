using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>The first token's vector through a linear layer and tanh.</summary>
/// <param name="width">Size of a token's vector.</param>
internal sealed class FirstTokenPooler(long width)
{
    public Linear Dense { get; } = new(width, width);

    /// <summary>[b,t,d] -> [b,d].</summary>
    public Tensor Forward(Tensor hidden)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(tanh(Dense.Forward(hidden.select(1, 0))));
    }
}
