using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

/// <summary>Inverted bottlenecks by rows against their convolutions one by one.</summary>
public sealed class FusedBottleneckTests
{
    public static TheoryData<int, int, int, int, int, int, int> Shapes => new()
    {
        // kernel, stride, channels in, inner, out, height, width
        { 3, 1, 16, 96, 24, 9, 14 },
        { 3, 2, 24, 144, 40, 15, 16 },
        { 5, 1, 40, 240, 40, 7, 7 },
        { 5, 2, 40, 48, 112, 14, 14 },
        { 3, 1, 3, 16, 8, 1, 1 },
        { 5, 1, 8, 32, 8, 2, 3 },
        { 5, 2, 8, 32, 16, 2, 5 },
        { 3, 1, 7, 112, 64, 80, 20 },
        { 3, 2, 16, 96, 24, 112, 112 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_result_is_that_of_the_convolutions(int kernel, int stride, int inputs, int inner, int outputs, int height, int width)
    {
        Compare(new Block(kernel, stride, inputs, inner, outputs, Activation.Relu6), images: 3, height, width);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Relu6)]
    [InlineData(null)]
    public void Functions_are_those_of_the_layers(Activation? activation)
    {
        Compare(new Block(kernel: 3, stride: 1, inputs: 16, inner: 64, outputs: 16, activation), images: 2, height: 6, width: 9);
    }

    [Fact]
    public void Nothing_need_widen_the_channels()
    {
        Compare(new Block(kernel: 3, stride: 1, inputs: 32, inner: 32, outputs: 16, Activation.Relu6) { Widens = false }, images: 1, height: 20, width: 11);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var block = new Block(kernel: 5, stride: 1, inputs: 24, inner: 144, outputs: 24, Activation.Relu6);
        Tensor x = Random(3, 24, 28, 28);
        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Tensor one = block.Run(x);
            set_num_threads(2);
            Assert.True(block.Run(x).equal(one).all().item<bool>());
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        Tensor x = Random(1, 16, 8, 8);
        x[0, 3, 4, 4] = float.NaN;

        Tensor y = new Block(kernel: 3, stride: 1, inputs: 16, inner: 32, outputs: 16, Activation.Relu6).Run(x);

        Assert.True(y[0, .., 3..6, 3..6].isnan().all().item<bool>());
        Assert.False(y[0, .., 0..2].isnan().any().item<bool>());
    }

    [Fact]
    public void Other_layers_are_left_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(1, 16, 8, 8);
        var served = new Block(kernel: 3, stride: 1, inputs: 16, inner: 32, outputs: 16, Activation.Relu6);

        Assert.False(served.IsServed(x));    // gradients are wanted
        using IDisposable gradientsOff = no_grad();
        Assert.Equal(PointwiseKernel.IsSupported, served.IsServed(x));
        Assert.False(served.IsServed(x.to(ScalarType.BFloat16)));
        Assert.False(new Block(kernel: 3, stride: 1, inputs: 16, inner: 32, outputs: 16, Activation.Silu).IsServed(x));
        Assert.False(new Block(kernel: 3, stride: 1, inputs: 16, inner: 24, outputs: 16, Activation.Relu6).IsServed(x));
        Assert.False(new Block(kernel: 3, stride: 1, inputs: 16, inner: 32, outputs: 12, Activation.Relu6).IsServed(x));
        Assert.False(new Block(kernel: 5, stride: 2, inputs: 16, inner: 32, outputs: 16, Activation.Relu6).IsServed(x[.., .., ..1]));  // smaller than a kernel
    }

    private static void Compare(Block block, int images, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        for (int count = 1; count <= images; count++)
        {
            Tensor x = Random(count, block.Inputs, height, width);
            Tensor expected = block.StepByStep(x), actual = block.Run(x);
            Assert.Equal(expected.shape, actual.shape);
            double greatest = expected.abs().max().item<float>();
            Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-5 * greatest);
        }
    }

    private static Tensor Random(params long[] shape)
    {
        using var generator = new Generator(7);
        return randn(shape, generator: generator);
    }

    private sealed class Block(int kernel, int stride, int inputs, int inner, int outputs, Activation? activation)
    {
        private readonly NormalizedConvolution _expand = DrawnConvolution.Of(new Convolution(inputs, inner, kernel: 1, bias: false), activation, seed: 1);

        private readonly NormalizedConvolution _depthwise = DrawnConvolution.Of(
            new Convolution(inner, inner, kernel, stride, padding: (kernel - stride) / 2, paddingAfter: kernel / 2, groups: inner, bias: false), activation, seed: 2);

        private readonly NormalizedConvolution _project = DrawnConvolution.Of(new Convolution(inner, outputs, kernel: 1, bias: false), activation: null, seed: 3);

        public int Inputs => inputs;

        public bool Widens { get; init; } = true;

        private bool IsResidual => stride == 1 && inputs == outputs;

        public bool IsServed(Tensor x) => FusedBottleneck.Serves(x, Widens ? _expand : null, _depthwise, _project, ForwardContext.Inference);

        public Tensor Run(Tensor x) => FusedBottleneck.Run(x, Widens ? _expand : null, _depthwise, _project, IsResidual);

        public Tensor StepByStep(Tensor x)
        {
            Tensor wide = Widens ? _expand.Forward(x, ForwardContext.Inference) : x;
            Tensor narrow = _project.Forward(_depthwise.Forward(wide, ForwardContext.Inference), ForwardContext.Inference);
            return IsResidual ? narrow + x : narrow;
        }
    }
}
