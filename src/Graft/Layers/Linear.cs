using Graft.Layers.Fused;
using Graft.Layers.Quantized;
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

    /// <summary>The weights in another form by which the layer predicts: <see cref="Int8Weights"/> or <see cref="PanelWeights"/>; null: by <see cref="Weight"/>.</summary>
    internal IDisposable? Prepared { get; set; }

    /// <summary>The weights as whole numbers, if the layer predicts by them.</summary>
    internal Int8Weights? Rounded => Prepared as Int8Weights;

    /// <summary>The weights laid out once, if the layer predicts by them.</summary>
    internal PanelWeights? Panels => Prepared as PanelWeights;

    /// <summary>[..., inputs] -> [..., outputs].</summary>
    public Tensor Forward(Tensor x)
    {
        if (Rounded is not null && !is_grad_enabled())
        {
            using Int8Rows rows = Int8Rows.Of(x);
            return Forward(rows, x.shape);
        }

        if (Panels is { } panels && !is_grad_enabled() && panels.Serves(x))
        {
            return panels.Apply(x);
        }

        if (x.dtype == Weight.dtype)
        {
            return nn.functional.linear(x, Weight, Bias);
        }

        using Tensor converted = x.to(Weight.dtype);
        return nn.functional.linear(converted, Weight, Bias);
    }

    /// <summary>Rows that are rounded already -> [..., outputs] in the shape of what they were.</summary>
    /// <param name="rows">[n, inputs]; only where <see cref="Rounded"/> is set.</param>
    /// <param name="shape">[..., anything]: n in all but the last dimension.</param>
    internal Tensor Forward(Int8Rows rows, long[] shape)
    {
        using Tensor flat = Rounded!.Apply(rows);
        return flat.view([.. shape[..^1], flat.shape[1]]);
    }
}
