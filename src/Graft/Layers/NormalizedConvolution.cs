using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>A convolution, a batch norm and, where there is one, an activation.</summary>
/// <param name="convolution">The convolution; the norm makes a shift of its own needless.</param>
/// <param name="norm">The norm, over as many channels as the convolution gives.</param>
/// <param name="activation">The function after the norm, or null.</param>
public sealed class NormalizedConvolution(Convolution convolution, BatchNorm norm, Activation? activation)
{
    /// <summary>The convolution.</summary>
    public Convolution Convolution { get; } = convolution;

    /// <summary>The norm.</summary>
    public BatchNorm Norm { get; } = norm;

    /// <summary>The function after the norm, or null.</summary>
    internal Activation? Function => activation;

    /// <summary>Where the function cuts results off; only for those that do nothing else.</summary>
    internal OutputBounds Bounds => activation switch
    {
        null => OutputBounds.None,
        Activation.Relu => OutputBounds.Relu,
        Activation.Relu6 => OutputBounds.Relu6,
        _ => throw new InvalidOperationException($"{activation} does more than cut off"),
    };

    /// <summary>True if the layer's values and x are such as Graft's own kernels read: float32, and the processor has the registers for them.</summary>
    internal bool HasKernel(Tensor x) =>
        PointwiseKernel.IsSupported && x.dtype == ScalarType.Float32 && TensorAddress.IsReadable(x)
        && activation is null or Activation.Relu or Activation.Relu6 && Convolution is { Bias: null, Dilation: 1, Weight.dtype: ScalarType.Float32 }
        && Convolution.Weight.is_contiguous() && Norm is { Weight.dtype: ScalarType.Float32, RunningVariance.dtype: ScalarType.Float32 };

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="context">Says whose statistics count.</param>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        if (context.RunsFused)
        {
            if (FusedStem.Serves(x, this))
            {
                return scope.MoveToOuter(FusedStem.Run(x, this));
            }

            Tensor map = ConvolveAndShift(x);
            return scope.MoveToOuter(activation is { } function ? function.Overwrite(map) : map);
        }

        if (context.UpdateBatchStatistics || x.dtype != ScalarType.Float32 || Convolution.Weight.dtype != ScalarType.Float32)
        {
            return scope.MoveToOuter(Activate(Norm.Forward(Convolution.Forward(x), context)));
        }

        if (FusedDepthwise.Serves(x, this))
        {
            (Tensor weight, Tensor shift) = Shifted();
            return scope.MoveToOuter(FusedDepthwise.Apply(x, weight, shift, this));
        }

        return scope.MoveToOuter(Convolution.IsPointwise && IsByPixel(x) ? MultiplyPixels(x) : Activate(ConvolveAndShift(x)));
    }

    // Kernels of one pixel are a matrix. Its gradient as a product is up to twice as fast as the convolution's.
    private Tensor MultiplyPixels(Tensor x)
    {
        (Tensor weight, Tensor shift) = Shifted();
        Tensor pixels = x.permute(0, 2, 3, 1).view(-1, x.shape[1]);                             // [b h w,inputs]
        Tensor y = Activate(addmm(shift, pixels, weight.view(weight.shape[0], -1).t(), 1, 1));        // [b h w,outputs]
        return y.view(x.shape[0], x.shape[2], x.shape[3], -1).permute(0, 3, 1, 2);
    }

    private static bool IsByPixel(Tensor x)
    {
        using Tensor pixels = x.permute(0, 2, 3, 1);
        return pixels.is_contiguous();
    }

    private Tensor ConvolveAndShift(Tensor x)
    {
        (Tensor weight, Tensor shift) = Shifted();
        return Convolution.Forward(x, weight, shift);
    }

    // A fixed norm is a factor and a shift a channel: within the kernels, it takes no pass over the feature map.
    private (Tensor Weight, Tensor Shift) Shifted()
    {
        (Tensor scale, Tensor shift) = Norm.Affine();                                           // [outputs] each
        return (Convolution.Weight * scale.view(-1, 1, 1, 1), Convolution.Bias is null ? shift : Convolution.Bias * scale + shift);
    }

    // The gradients of the rectifiers need their result alone, and no gradient needs the map before: no copy is made of it.
    private Tensor Activate(Tensor normed) => activation switch
    {
        null => normed,
        Activation.Relu => nn.functional.relu(normed, inplace: true),
        Activation.Relu6 => nn.functional.relu6(normed, inplace: true),
        { } function => function.Apply(normed),
    };
}
