using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>A head of two linear layers on the first token's vector.</summary>
/// <param name="width">Size of a token's vector.</param>
/// <param name="outputs">Number of logits.</param>
/// <param name="activation">The function between the layers.</param>
/// <param name="inputDropout">Share of the vector dropped before the first layer while training.</param>
/// <param name="innerDropout">Share of the vector dropped before the second layer while training.</param>
internal sealed class FirstTokenHead(long width, long outputs, Activation activation, double inputDropout, double innerDropout)
{
    public Linear Dense { get; } = new(width, width);

    public Linear Output { get; } = new(width, outputs);

    public Activation Activation => activation;

    /// <summary>[b,d], the first token's vector, -> [b,outputs].</summary>
    public Tensor Forward(Tensor first, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inner = activation.Apply(Dense.Forward(Dropout.Apply(first, inputDropout, context)));
        return scope.MoveToOuter(Output.Forward(Dropout.Apply(inner, innerDropout, context)));
    }
}
