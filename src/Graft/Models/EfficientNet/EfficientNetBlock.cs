using Graft.Layers;
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
    private readonly Activation _activation;

    public EfficientNetBlock(EfficientNetConfig config, EfficientNetBlockShape shape)
    {
        _shape = shape;
        _activation = config.Activation;
        double epsilon = config.BatchNormEpsilon, momentum = config.BatchNormMomentum;
        if (shape.ExpandRatio != 1)
        {
            ExpandConvolution = new Convolution(shape.Inputs, shape.InnerChannels, kernel: 1, bias: false);

            // The one norm that the public models leave at the library's own momentum.
            ExpandNorm = new BatchNorm(shape.InnerChannels, epsilon);
        }

        // With a stride of 2 the window starts one pixel later, as TensorFlow's "same" padding has it on even sides.
        int half = shape.Kernel / 2;
        (int before, int after) = shape.Stride == 1 ? ((shape.Kernel - 1) / 2, half)
            : shape.PadsEvenly ? (half, half)
            : (Math.Max(half - 1, 0), half);
        DepthwiseConvolution = new Convolution(
            shape.InnerChannels, shape.InnerChannels, shape.Kernel, shape.Stride, before, after, groups: shape.InnerChannels, bias: false);
        DepthwiseNorm = new BatchNorm(shape.InnerChannels, epsilon, momentum);
        Gate = new SqueezeExcite(shape.InnerChannels, Math.Max(1, (int)(shape.Inputs * config.SqueezeRatio)), config.Activation);
        ProjectConvolution = new Convolution(shape.InnerChannels, shape.Outputs, kernel: 1, bias: false);
        ProjectNorm = new BatchNorm(shape.Outputs, epsilon, momentum);
    }

    public Convolution? ExpandConvolution { get; }

    public BatchNorm? ExpandNorm { get; }

    public Convolution DepthwiseConvolution { get; }

    public BatchNorm DepthwiseNorm { get; }

    public SqueezeExcite Gate { get; }

    public Convolution ProjectConvolution { get; }

    public BatchNorm ProjectNorm { get; }

    /// <summary>[b,inputs,h,w] -> [b,outputs,h/stride,w/stride].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = ExpandConvolution is null
            ? x
            : NormalizedConvolution.Apply(x, ExpandConvolution, ExpandNorm!, _activation, context);           // [b,inner,h,w]
        Tensor mixed = NormalizedConvolution.Apply(wide, DepthwiseConvolution, DepthwiseNorm, _activation, context);
        Tensor gated = Gate.Forward(mixed, context);
        Tensor narrow = NormalizedConvolution.Apply(gated, ProjectConvolution, ProjectNorm, activation: null, context);
        if (!_shape.IsResidual)
        {
            return scope.MoveToOuter(narrow);
        }

        return scope.MoveToOuter(context.RunsFused ? narrow.add_(x) : Dropout.Apply(narrow, _shape.Dropout, context) + x);
    }
}
