using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Convolution, batch norm and activation in a row.</summary>
internal static class NormalizedConvolution
{
    /// <summary>[b,inputs,h,w] -> [b,outputs,h',w'].</summary>
    /// <param name="x">[b,inputs,h,w]</param>
    /// <param name="convolution">The first step.</param>
    /// <param name="norm">The second step.</param>
    /// <param name="activation">The third step, or null for none.</param>
    /// <param name="context">Training or prediction.</param>
    public static Tensor Apply(Tensor x, Convolution convolution, BatchNorm norm, Activation? activation, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!context.RunsFused)
        {
            Tensor normed = norm.Forward(convolution.Forward(x), context);
            return scope.MoveToOuter(activation is { } function ? function.Apply(normed) : normed);
        }

        // A fixed norm is a factor and a shift a channel: in the kernels, they cost no pass over the feature map.
        (Tensor scale, Tensor shift) = norm.Affine();
        Tensor bias = convolution.Bias is null ? shift : convolution.Bias * scale + shift;
        Tensor map = convolution.Forward(x, convolution.Weight * scale.view(-1, 1, 1, 1), bias);
        return scope.MoveToOuter(activation is { } last ? last.Overwrite(map) : map);
    }
}
