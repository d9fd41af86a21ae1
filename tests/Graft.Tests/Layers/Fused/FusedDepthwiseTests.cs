using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>Depthwise convolutions in training against libtorch's own, gradients included.</summary>
public sealed class FusedDepthwiseTests
{
    public static TheoryData<int, int, int, int, int, int, Activation?> Shapes => new()
    {
        // channels, kernel, stride, zeros before, height, width, function
        { 96, 3, 2, 0, 112, 112, Activation.Relu6 },
        { 48, 3, 1, 1, 14, 15, Activation.Relu6 },
        { 16, 5, 1, 2, 7, 7, Activation.Relu },
        { 80, 5, 2, 1, 28, 27, Activation.Relu6 },
        { 32, 5, 2, 2, 9, 10, null },
        { 16, 7, 1, 3, 20, 9, Activation.Relu },
        { 16, 7, 2, 3, 11, 30, null },
        { 32, 3, 3, 1, 10, 13, Activation.Relu6 },
        { 16, 3, 1, 1, 1, 1, Activation.Relu },
        { 16, 5, 1, 2, 2, 3, null },
        { 16, 5, 2, 2, 1, 4, Activation.Relu6 },

        // Kernels of which some places lie beyond the map.
        { 16, 5, 2, 1, 2, 2, Activation.Relu },
        { 16, 5, 2, 1, 3, 3, null },
        { 16, 3, 2, 0, 2, 2, Activation.Relu },
        { 16, 3, 2, 1, 1, 1, null },
        { 16, 5, 2, 1, 2, 9, null },
        { 16, 5, 2, 1, 9, 2, null },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Results_and_gradients_are_those_of_the_convolution(int channels, int kernel, int stride, int before, int height, int width, Activation? activation)
    {
        using DisposeScope scope = NewDisposeScope();
        NormalizedConvolution layer = Draw(channels, kernel, stride, before, activation);
        Tensor x = Random(seed: 2, 3, channels, height, width).requires_grad_();
        Tensor[] inputs = [x, layer.Convolution.Weight, layer.Norm.Weight, layer.Norm.Bias];
        Tensor normed = layer.Norm.Forward(layer.Convolution.Forward(x), ForwardContext.Inference);
        Tensor expected = activation is { } function ? function.Apply(normed) : normed, outer = Random(seed: 3, expected.shape);

        Tensor actual = layer.Forward(x, ForwardContext.Inference);

        Assert.Equal(PointwiseKernel.IsSupported, FusedDepthwise.Serves(x, layer));
        Assert.Equal(expected.shape, actual.shape);
        AssertNear(expected, actual);
        IList<Tensor> expectedGradients = autograd.grad([expected], inputs, [outer]), gradients = autograd.grad([actual], inputs, [outer]);
        Assert.All(gradients.Zip(expectedGradients), pair => AssertNear(pair.Second, pair.First));
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        const double Step = 1e-2;
        using DisposeScope scope = NewDisposeScope();
        NormalizedConvolution layer = Draw(channels: 16, kernel: 3, stride: 2, before: 0, activation: null);
        Tensor x = Random(seed: 2, 1, 16, 6, 5).requires_grad_(), outer = Random(seed: 3, 1, 16, 3, 2);
        Tensor gradient = autograd.grad([layer.Forward(x, ForwardContext.Inference)], [x], [outer])[0];
        using IDisposable gradientsOff = no_grad();
        foreach (long place in new long[] { 0, 7, 101, 300, 479 })
        {
            Tensor change = zeros(x.NumberOfElements).index_fill_(0, tensor([place]), Step).view(x.shape);
            double above = (layer.Forward(x + change, ForwardContext.Inference) * outer).sum().item<float>();
            double below = (layer.Forward(x - change, ForwardContext.Inference) * outer).sum().item<float>();
            Assert.Equal((above - below) / (2 * Step), gradient.reshape(-1)[place].item<float>(), tolerance: 2e-2);
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        NormalizedConvolution layer = Draw(channels: 48, kernel: 5, stride: 1, before: 2, Activation.Relu6);
        Tensor x = Random(seed: 2, 5, 48, 14, 14).requires_grad_(), outer = Random(seed: 3, 5, 48, 14, 14);
        Tensor[] inputs = [x, layer.Convolution.Weight, layer.Norm.Bias];
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            IList<Tensor> one = autograd.grad([layer.Forward(x, ForwardContext.Inference)], inputs, [outer]);
            set_num_threads(2);
            IList<Tensor> two = autograd.grad([layer.Forward(x, ForwardContext.Inference)], inputs, [outer]);
            Assert.All(one.Zip(two), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void An_input_without_gradient_gets_none()
    {
        using DisposeScope scope = NewDisposeScope();
        NormalizedConvolution layer = Draw(channels: 16, kernel: 3, stride: 1, before: 1, Activation.Relu6);
        using Tensor x = Random(seed: 2, 2, 16, 4, 4);

        layer.Forward(x, ForwardContext.Inference).sum().backward();

        Assert.NotNull(layer.Convolution.Weight.grad);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Without_gradients_and_for_other_layers_libtorch_serves()
    {
        using Tensor x = zeros(1, 16, 4, 4), small = zeros(1, 16, 1, 1), wide = zeros(1, 32, 4, 4);
        NormalizedConvolution served = Draw(channels: 16, kernel: 3, stride: 1, before: 1, Activation.Relu6);
        Assert.Equal(PointwiseKernel.IsSupported, FusedDepthwise.Serves(x, served));
        Assert.False(FusedDepthwise.Serves(x, Draw(channels: 16, kernel: 3, stride: 1, before: 1, Activation.Silu)));
        Assert.False(FusedDepthwise.Serves(wide, served));
        Assert.False(FusedDepthwise.Serves(small, Draw(channels: 16, kernel: 7, stride: 1, before: 0, Activation.Relu)));
        using IDisposable gradientsOff = no_grad();
        Assert.False(FusedDepthwise.Serves(x, served));
    }

    private static NormalizedConvolution Draw(int channels, int kernel, int stride, int before, Activation? activation) => DrawnConvolution.Of(
        new Convolution(channels, channels, kernel, stride, before, paddingAfter: kernel / 2, groups: channels, bias: false), activation, seed: 1);

    private static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, generator: generator);
    }

    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 2e-5 * expected.abs().max().item<float>());
}
