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

    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="context">Says whose statistics count.</param>
    public Tensor Forward(Tensor x, ForwardContext context) => Apply(x, Convolution, Norm, activation, context);

    /// <summary>The same for layers that the caller holds one by one.</summary>
    internal static Tensor Apply(Tensor x, Convolution convolution, BatchNorm norm, Activation? activation, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!context.RunsFused)
        {
            return scope.MoveToOuter(Activate(norm.Forward(convolution.Forward(x), context), activation));
        }

        // A fixed norm is a factor and a shift a channel: in the kernels, they cost no pass over the feature map.
        (Tensor scale, Tensor shift) = norm.Affine();
        Tensor bias = convolution.Bias is null ? shift : convolution.Bias * scale + shift;
        Tensor map = convolution.Forward(x, convolution.Weight * scale.view(-1, 1, 1, 1), bias);
        return scope.MoveToOuter(activation is { } last ? last.Overwrite(map) : map);
    }

    // The gradients of the rectifiers need their result alone, and the norm's needs its input: no copy is made of the map.
    private static Tensor Activate(Tensor normed, Activation? activation) => activation switch
    {
        null => normed,
        Activation.Relu => nn.functional.relu(normed, inplace: true),
        Activation.Relu6 => nn.functional.relu6(normed, inplace: true),
        { } function => function.Apply(normed),
    };
}
