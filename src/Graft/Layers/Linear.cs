using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>y = x Wᵀ + b.</summary>
public sealed class Linear
{
    /// <summary>Creates the layer; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="inputs">Size of the last dimension of x.</param>
    /// <param name="outputs">Size of the last dimension of y.</param>
    /// <param name="bias">False for a layer without b.</param>
    public Linear(long inputs, long outputs, bool bias = true)
    {
        Weight = Parameters.Create(outputs, inputs);
        Bias = bias ? Parameters.Create(outputs) : null;
    }

    /// <summary>W: [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b: [outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>[..., inputs] -> [..., outputs].</summary>
    public Tensor Forward(Tensor x)
    {
        if (x.dtype == Weight.dtype)
        {
            return nn.functional.linear(x, Weight, Bias);
        }

        using Tensor converted = x.to(Weight.dtype);
        return nn.functional.linear(converted, Weight, Bias);
    }
}
