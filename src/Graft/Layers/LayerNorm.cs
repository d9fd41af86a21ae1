using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Layer normalisation over the last dimension. Source: Ba, Kiros, Hinton, "Layer normalization", 2016.</summary>
public sealed class LayerNorm
{
    private readonly long[] _shape;

    /// <summary>Creates the layer; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="width">Size of the last dimension.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="bias">False for a norm without shift.</param>
    public LayerNorm(long width, double epsilon, bool bias = true)
    {
        _shape = [width];
        Epsilon = epsilon;
        Weight = Parameters.Create(width);
        Bias = bias ? Parameters.Create(width) : null;
    }

    /// <summary>Scale: [width].</summary>
    public Parameter Weight { get; }

    /// <summary>Shift: [width], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Added to the variance.</summary>
    internal double Epsilon { get; }

    /// <summary>[..., width] -> [..., width].</summary>
    public Tensor Forward(Tensor x)
    {
        if (x.dtype == Weight.dtype)
        {
            return nn.functional.layer_norm(x, _shape, Weight, Bias, Epsilon);
        }

        using Tensor converted = x.to(Weight.dtype);
        return nn.functional.layer_norm(converted, _shape, Weight, Bias, Epsilon);
    }
}
