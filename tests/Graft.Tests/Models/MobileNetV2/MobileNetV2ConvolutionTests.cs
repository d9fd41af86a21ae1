using Graft.Layers;
using Graft.Models.MobileNetV2;
using Graft.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Models.MobileNetV2;

public sealed class MobileNetV2ConvolutionTests
{
    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 1, 2)]
    [InlineData(8, 1, 4)]
    [InlineData(8, 2, 1)]
    [InlineData(7, 2, 1)]
    [InlineData(1, 2, 1)]
    public void Sides_are_divided_by_the_stride_and_rounded_up(int side, int stride, int dilation)
    {
        foreach (bool tensorFlowPadding in new[] { true, false })
        {
            using DisposeScope scope = NewDisposeScope();
            using MapOfOnes layer = Ones(tensorFlowPadding, stride, dilation);

            Assert.Equal(new long[] { 1, 1, (side + stride - 1) / stride, (side + stride - 1) / stride }, layer.Forward(side).shape);
        }
    }

    [Theory]
    [InlineData(8, true, new[] { 3f, 3f, 3f, 2f })]
    [InlineData(8, false, new[] { 2f, 3f, 3f, 3f })]
    [InlineData(7, true, new[] { 2f, 3f, 3f, 2f })]
    [InlineData(7, false, new[] { 2f, 3f, 3f, 2f })]
    public void The_odd_zero_comes_last_with_tensorflows_padding(int side, bool tensorFlowPadding, float[] seen)
    {
        using DisposeScope scope = NewDisposeScope();
        using MapOfOnes layer = Ones(tensorFlowPadding, stride: 2, dilation: 1);

        // A kernel of ones on a map of ones counts the pixels that it sees: across the middle, 3 rows of each.
        float[] counted = [.. layer.Forward(side)[0, 0, 1].data<float>()];

        Assert.Equal(seen.Select(pixels => 3 * pixels), counted);
    }

    private static MapOfOnes Ones(bool tensorFlowPadding, int stride, int dilation)
    {
        TorchLibrary.EnsureLoaded();
        var config = new MobileNetV2Config { TensorFlowPadding = tensorFlowPadding, BatchNormEpsilon = 0 };
        return new MapOfOnes(new MobileNetV2Convolution(config, 1, 1, kernel: 3, stride, dilation: dilation, isActivated: false));
    }

    private sealed class MapOfOnes : IDisposable
    {
        private readonly MobileNetV2Convolution _convolution;
        private readonly Graft.Models.WeightMap _weights = new();

        public MapOfOnes(MobileNetV2Convolution convolution)
        {
            _convolution = convolution;
            _weights.Add("convolution", convolution.Layer.Convolution);
            _weights.Add("norm", convolution.Layer.Norm);
            using IDisposable gradientsOff = no_grad();
            convolution.Layer.Convolution.Weight.fill_(1);
            convolution.Layer.Norm.Weight.fill_(1);
            convolution.Layer.Norm.Bias.fill_(0);
            convolution.Layer.Norm.RunningVariance.fill_(1);
        }

        public Tensor Forward(int side)
        {
            using IDisposable gradientsOff = no_grad();
            return _convolution.Forward(ones(1, 1, side, side), ForwardContext.Inference);
        }

        public void Dispose() => _weights.DisposeTensors();
    }
}
