using Graft.Layers;
using Graft.Layers.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.EfficientNet;

/// <summary>
/// An inverted bottleneck: widen, convolve each channel by itself, gate, narrow.
/// Source: Sandler et al., "MobileNetV2: inverted residuals and linear bottlenecks", 2018.
/// </summary>
internal sealed class EfficientNetBlock
{
    private readonly EfficientNetBlockShape _shape;

    public EfficientNetBlock(EfficientNetConfig config, EfficientNetBlockShape shape)
    {
        _shape = shape;
        double epsilon = config.BatchNormEpsilon, momentum = config.BatchNormMomentum;
        if (shape.ExpandRatio != 1)
        {
            // The one norm that the public models leave at the library's own momentum.
            Expand = new NormalizedConvolution(
                new Convolution(shape.Inputs, shape.InnerChannels, kernel: 1, bias: false),
                new BatchNorm(shape.InnerChannels, epsilon),
                config.Activation);
        }

        // With a stride of 2 the window starts one pixel later, as TensorFlow's "same" padding has it on even sides.
        int half = shape.Kernel / 2;
        (int before, int after) = shape.Stride == 1 ? ((shape.Kernel - 1) / 2, half)
            : shape.PadsEvenly ? (half, half)
            : (Math.Max(half - 1, 0), half);
        Depthwise = new NormalizedConvolution(
            new Convolution(
                shape.InnerChannels, shape.InnerChannels, shape.Kernel, shape.Stride, before, after, groups: shape.InnerChannels, bias: false),
            new BatchNorm(shape.InnerChannels, epsilon, momentum),
            config.Activation);
        Gate = new SqueezeExcite(shape.InnerChannels, Math.Max(1, (int)(shape.Inputs * config.SqueezeRatio)), config.Activation);
        Project = new NormalizedConvolution(
            new Convolution(shape.InnerChannels, shape.Outputs, kernel: 1, bias: false),
            new BatchNorm(shape.Outputs, epsilon, momentum),
            activation: null);
    }

    public NormalizedConvolution? Expand { get; }

    public NormalizedConvolution Depthwise { get; }

    public SqueezeExcite Gate { get; }

    public NormalizedConvolution Project { get; }

    /// <summary>True if the input is added to the output.</summary>
    public bool IsResidual => _shape.IsResidual;

    /// <summary>[b,inputs,h,w] -> [b,outputs,h/stride,w/stride].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        if (FusedBottleneck.Serves(x, Expand, Depthwise, Project, context) && Gate.IsIdentity())
        {
            return FusedBottleneck.Run(x, Expand, Depthwise, Project, _shape.IsResidual);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor wide = Expand is null ? x : Expand.Forward(x, context);                           // [b,inner,h,w]
        Tensor gated = Gate.Forward(Depthwise.Forward(wide, context), context);
        Tensor narrow = Project.Forward(gated, context);
        if (!_shape.IsResidual)
        {
            return scope.MoveToOuter(narrow);
        }

        return scope.MoveToOuter(context.RunsFused ? narrow.add_(x) : Dropout.Apply(narrow, _shape.Dropout, context) + x);
    }
}
