using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    public void Padding_may_differ_at_the_two_edges(long before, long after)
    {
        const long Side = 4;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        var layer = new Convolution(1, 1, kernel: 2, stride: 1, before, after, bias: false);
        layer.Weight.fill_(1);
        Tensor x = arange(Side * Side, dtype: ScalarType.Float32).view(1, 1, Side, Side);
        Tensor padded = nn.functional.pad(x, [before, after, before, after]);
        Tensor expected = nn.functional.avg_pool2d(padded, [2, 2], [1, 1]) * 4;

        Tensor actual = layer.Forward(x);
        Assert.Equal(Side + before + after - 1, actual.shape[3]);
        Assert.True(actual.allclose(expected));
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Convolution(6, 8, kernel: 1, groups: 4));

        Assert.Contains("6 to 8", error.Message, StringComparison.Ordinal);
    }
}
