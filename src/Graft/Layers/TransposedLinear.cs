using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>y = x W + b: a linear layer whose matrix is stored with inputs first, as GPT-2's files have it.</summary>
/// <param name="inputs">Size of the last dimension of x.</param>
/// <param name="outputs">Size of the last dimension of y.</param>
internal sealed class TransposedLinear(long inputs, long outputs)
{
    /// <summary>W: [inputs, outputs].</summary>
    public Parameter Weight { get; } = Parameters.Create(inputs, outputs);

    /// <summary>b: [outputs].</summary>
    public Parameter Bias { get; } = Parameters.Create(outputs);

    /// <summary>[..., inputs] -> [..., outputs].</summary>
    public Tensor Forward(Tensor x)
    {
        using Tensor transposed = Weight.t();
        return nn.functional.linear(x, transposed, Bias);
    }
}
