using Graft.Layers.Fused;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Fused;

public sealed class ColumnSumsTests
{
    public ColumnSumsTests() => Graft.Native.TorchLibrary.EnsureLoaded();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 37)]
    [InlineData(64, 16)]
    [InlineData(65, 8)]
    [InlineData(262, 100)]
    [InlineData(2048, 768)]
    public void Sums_are_those_of_double_precision(int rows, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = randn(rows, width);
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            Tensor stored = matrix.to(type), sums = ColumnSums.Of(stored), expected = stored.to(ScalarType.Float64).sum(dim: 0);
            Assert.Equal(type, sums.dtype);
            Assert.Equal([width], sums.shape);
            double allowed = (type == ScalarType.Float32 ? 1e-6 : 0.005) * Math.Sqrt(rows) * 4;
            Assert.InRange((sums.to(ScalarType.Float64) - expected).abs().max().item<double>(), 0, allowed);
        }
    }

    [Fact]
    public void Registers_of_both_widths_add_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = randn(11, 77);
        float[] narrow = new float[77], wide = new float[77];
        unsafe
        {
            fixed (float* n = narrow, w = wide)
            {
                ColumnSumKernel<Float32Format>.Run<Floats256>(TensorAddress.Of(matrix), 11, 77, n);
                ColumnSumKernel<Float32Format>.Run<Floats512>(TensorAddress.Of(matrix), 11, 77, w);
            }
        }

        Assert.Equal(narrow, wide);
        Assert.All(narrow, sum => Assert.NotEqual(0, sum));
    }

    [Fact]
    public void What_is_not_dense_is_summed_as_well()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = ones(5, 7).t();
        Assert.Equal(Enumerable.Repeat(7f, 5), ColumnSums.Of(matrix).data<float>().ToArray());
    }
}
