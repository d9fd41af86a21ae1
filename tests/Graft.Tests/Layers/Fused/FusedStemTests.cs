using System.Runtime.InteropServices;
using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>First convolutions as products against libtorch's own.</summary>
public sealed class FusedStemTests
{
    public static TheoryData<int, int, int, int, int, int, int, Activation?> Shapes => new()
    {
        // channels, outputs, kernel, stride, zeros before, height, width, function
        { 3, 32, 3, 2, 0, 224, 224, Activation.Relu6 },
        { 3, 64, 7, 2, 3, 33, 48, Activation.Relu },
        { 1, 8, 3, 1, 1, 5, 4, null },
        { 4, 40, 5, 2, 2, 7, 1, Activation.Relu6 },
        { 3, 24, 1, 1, 0, 6, 9, Activation.Relu },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_result_is_that_of_the_convolution(
        int inputs, int outputs, int kernel, int stride, int before, int height, int width, Activation? activation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        NormalizedConvolution layer = DrawnConvolution.Of(
            new Convolution(inputs, outputs, kernel, stride, before, paddingAfter: kernel / 2, bias: false), activation, seed: 1);
        using var generator = new Generator(2);
        Tensor x = randn([2, inputs, height, width], generator: generator);
        Tensor normed = layer.Norm.Forward(layer.Convolution.Forward(x), ForwardContext.Inference);
        Tensor expected = activation is { } function ? function.Apply(normed) : normed;

        Tensor actual = FusedStem.Run(x, layer);

        Assert.Equal(PointwiseKernel.IsSupported, FusedStem.Serves(x, layer));
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-5 * expected.abs().max().item<float>());
    }

    [Fact]
    public void Other_convolutions_are_left_to_libtorch()
    {
        NormalizedConvolution many = DrawnConvolution.Of(new Convolution(5, 8, kernel: 3, padding: 1, bias: false), activation: null, seed: 1);
        NormalizedConvolution shifted = DrawnConvolution.Of(new Convolution(3, 8, kernel: 3, padding: 1), activation: null, seed: 1);
        NormalizedConvolution odd = DrawnConvolution.Of(new Convolution(3, 10, kernel: 3, padding: 1, bias: false), activation: null, seed: 1);
        NormalizedConvolution large = DrawnConvolution.Of(new Convolution(3, 8, kernel: 3, bias: false), activation: null, seed: 1);
        using Tensor five = zeros(1, 5, 4, 4), three = zeros(1, 3, 4, 4), small = zeros(1, 3, 2, 4);

        Assert.False(FusedStem.Serves(five, many));
        Assert.False(FusedStem.Serves(three, shifted));
        Assert.False(FusedStem.Serves(three, odd));
        Assert.Equal(PointwiseKernel.IsSupported, FusedStem.Serves(three, large));
        Assert.False(FusedStem.Serves(small, large));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Images_of_other_channels_get_the_error_of_libtorch(int channels)
    {
        NormalizedConvolution layer = DrawnConvolution.Of(new Convolution(channels, 8, kernel: 3, padding: 1, bias: false), Activation.Relu, seed: 1);
        using IDisposable gradientsOff = no_grad();
        using Tensor x = zeros(1, 3, 4, 4);

        Assert.False(FusedStem.Serves(x, layer));
        Assert.Throws<ExternalException>(() => layer.Forward(x, ForwardContext.Inference));
    }
}
