using Graft.Layers.Fused;
using Graft.Layers.Quantized;
using Graft.Tensors.Kernels;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Two linear layers with an activation between them.</summary>
/// <param name="width">Size of input and output.</param>
/// <param name="innerWidth">Size between the layers.</param>
/// <param name="activation">The function between them.</param>
public sealed class FeedForward(long width, long innerWidth, Activation activation) : IFeedForward
{
    /// <summary>The first layer: width to inner width.</summary>
    public Linear Up { get; } = new(width, innerWidth);

    /// <summary>The second layer: inner width to width.</summary>
    public Linear Down { get; } = new(innerWidth, width);

    /// <summary>The function between them.</summary>
    internal Activation Activation => activation;

    /// <summary>[..., width] -> [..., width].</summary>
    public Tensor Forward(Tensor x)
    {
        if (is_grad_enabled() && activation == Activation.Gelu && FusedFeedForward.Serves(x, Up))
        {
            return FusedFeedForward.Apply(x, Up, Down);
        }

        if (!is_grad_enabled() && activation == Activation.Gelu && Up.Rounded is { } up && Down.Rounded is not null)
        {
            using Int8Rows rows = Int8Rows.Of(x);
            using Int8Rows active = up.ApplyGelu(rows);
            return Down.Forward(active, x.shape);
        }

        if (!is_grad_enabled() && activation == Activation.Gelu && Up.Panels is { } panels && panels.Serves(x))
        {
            using Tensor active = panels.Apply(x, withGelu: true);
            return Down.Forward(active);
        }

        using Tensor inner = Up.Forward(x);             // [..., inner]
        if (!is_grad_enabled() && activation == Activation.Gelu && TensorAddress.IsReadable(inner) && inner.is_contiguous())
        {
            FusedGelu.Overwrite(inner);
            return Down.Forward(inner);
        }

        using Tensor activated = activation.Apply(inner);
        return Down.Forward(activated);
    }
}
