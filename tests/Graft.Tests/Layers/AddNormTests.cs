using Graft.Layers;
using Graft.Layers.Fused;
using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class AddNormTests
{
    // Rounding of one result of that format, of numbers up to about 4.
    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.BFloat16, 0.04)]
    public void Sum_and_norm_in_one_pass_equal_the_steps_one_by_one(ScalarType format, double tolerance)
    {
        foreach (long width in new long[] { 1, 15, 16, 40, 384 })
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable gradientsOff = no_grad();
            manual_seed(width);
            var norm = new LayerNorm(width, 1e-12 + (width == 1 ? 1 : 0));
            norm.Weight.copy_(randn(width));
            norm.Bias!.copy_(randn(width));
            Tensor branch = randn(3, 37, width), residual = randn(3, 37, width);
            Tensor x = branch.to(format), y = residual.to(format);
            var rounded = new LayerNorm(width, norm.Epsilon);
            rounded.Weight.copy_(norm.Weight.to(format));
            rounded.Bias!.copy_(norm.Bias.to(format));
            Tensor expected = rounded.Forward(x.to(ScalarType.Float32) + y.to(ScalarType.Float32)), before = y.clone();
            foreach (Tensor weight in new[] { norm.Weight, norm.Bias })
            {
                TensorFormat.Replace(weight, weight.detach().to(format));
            }

            Assert.True(DropoutAddNorm.Serves(x, y, norm));
            Tensor actual = DropoutAddNorm.Overwrite(x, y, norm);

            Assert.Equal(x.Handle, actual.Handle);
            Assert.True(actual.to(ScalarType.Float32).allclose(expected, rtol: 1e-5, atol: tolerance), $"width {width}: off by {(actual.to(ScalarType.Float32) - expected).abs().max().item<float>()}");
            Assert.True(y.allclose(before, rtol: 0, atol: 0));
        }
    }
}
