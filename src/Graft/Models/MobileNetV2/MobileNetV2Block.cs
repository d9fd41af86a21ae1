using Graft.Layers;
using Graft.Layers.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MobileNetV2;

/// <summary>An inverted residual: widen, convolve each channel by itself, narrow.</summary>
internal sealed class MobileNetV2Block(MobileNetV2Config config, MobileNetV2BlockShape shape)
{
    public MobileNetV2Convolution Expand { get; } = new(config, shape.Inputs, shape.InnerChannels, kernel: 1);

    public MobileNetV2Convolution Depthwise { get; } = new(
        config, shape.InnerChannels, shape.InnerChannels, kernel: 3, shape.Stride, groups: shape.InnerChannels, shape.Dilation);

    public MobileNetV2Convolution Reduce { get; } = new(config, shape.InnerChannels, shape.Outputs, kernel: 1, isActivated: false);

    /// <summary>True if the input is added to the output.</summary>
    public bool IsResidual => shape.IsResidual;

    /// <summary>[b,inputs,h,w] -> [b,outputs,h/stride,w/stride].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        if (!Depthwise.PadsBySize && FusedBottleneck.Serves(x, Expand.Layer, Depthwise.Layer, Reduce.Layer, context))
        {
            return FusedBottleneck.Run(x, Expand.Layer, Depthwise.Layer, Reduce.Layer, shape.IsResidual);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor wide = Expand.Forward(x, context);                                      // [b,inner,h,w]
        Tensor narrow = Reduce.Forward(Depthwise.Forward(wide, context), context);     // [b,outputs,h',w']
        return scope.MoveToOuter(shape.IsResidual ? x + narrow : narrow);
    }
}
