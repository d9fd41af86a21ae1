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

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="context">Says whose statistics count.</param>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(context.RunsFused ? ForwardFused(x) : Activate(Norm.Forward(Convolution.Forward(x), context)));
    }

    // A fixed norm is a factor and a shift a channel: within the kernels, it takes no pass over the feature map.
    private Tensor ForwardFused(Tensor x)
    {
        (Tensor scale, Tensor shift) = Norm.Affine();                                           // [outputs] each
        Tensor bias = Convolution.Bias is null ? shift : Convolution.Bias * scale + shift;
        Tensor map = Convolution.Forward(x, Convolution.Weight * scale.view(-1, 1, 1, 1), bias);
        return activation is { } function ? function.Overwrite(map) : map;
    }

    // The gradients of the rectifiers need their result alone, and the norm's needs its input: no copy is made of the map.
    private Tensor Activate(Tensor normed) => activation switch
    {
        null => normed,
        Activation.Relu => nn.functional.relu(normed, inplace: true),
        Activation.Relu6 => nn.functional.relu6(normed, inplace: true),
        { } function => function.Apply(normed),
    };
}
