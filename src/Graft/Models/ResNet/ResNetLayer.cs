using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ResNet;

/// <summary>Two or three convolutions, added to the input.</summary>
internal sealed class ResNetLayer
{
    private readonly Activation _activation;

    public ResNetLayer(ResNetConfig config, int inputs, int outputs, int stride)
    {
        _activation = config.Activation;
        int inner = outputs / ResNetConfig.Reduction;
        (int first, int second) = config.DownsampleInBottleneck ? (stride, 1) : (1, stride);
        Convolutions = config.LayerType == ResNetLayerType.Basic
            ?
            [
                Convolve(inputs, outputs, kernel: 3, stride, Activation.Relu),
                Convolve(outputs, outputs, kernel: 3, stride: 1, activation: null),
            ]
            :
            [
                Convolve(inputs, inner, kernel: 1, first, Activation.Relu),
                Convolve(inner, inner, kernel: 3, second, Activation.Relu),
                Convolve(inner, outputs, kernel: 1, stride: 1, activation: null),
            ];
        Shortcut = inputs != outputs || stride != 1 ? Convolve(inputs, outputs, kernel: 1, stride, activation: null) : null;
    }

    public IReadOnlyList<NormalizedConvolution> Convolutions { get; }

    /// <summary>Brings the input to the output's shape, where they differ.</summary>
    public NormalizedConvolution? Shortcut { get; }

    /// <summary>The function after the sum.</summary>
    public Activation Activation => _activation;

    /// <summary>[b,inputs,h,w] -> [b,outputs,h/stride,w/stride].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor branch = x;
        foreach (NormalizedConvolution convolution in Convolutions)
        {
            branch = convolution.Forward(branch, context);
        }

        Tensor sum = branch + (Shortcut is null ? x : Shortcut.Forward(x, context));
        return scope.MoveToOuter(_activation.Apply(sum));
    }

    /// <summary>A convolution that keeps the sides at stride 1.</summary>
    internal static NormalizedConvolution Convolve(int inputs, int outputs, int kernel, int stride, Activation? activation) => new(
        new Convolution(inputs, outputs, kernel, stride, padding: kernel / 2, bias: false), new BatchNorm(outputs), activation);
}
