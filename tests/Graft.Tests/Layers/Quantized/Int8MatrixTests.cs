using CsCheck;
using Graft.Layers.Quantized;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Layers.Quantized;

/// <summary>Products of whole numbers in every way that there is here, against sums of 64 bits.</summary>
public sealed class Int8MatrixTests
{
    [Fact]
    public void All_ways_give_the_exact_sums_for_any_shape() =>
        Gen.Select(Gen.Int[1, 110], Gen.Int[1, 70], Gen.Int[1, 50], Gen.UInt).Sample(
            (rows, inputs, outputs, seed) =>
            {
                using DisposeScope scope = NewDisposeScope();
                using var generator = new Generator(seed);
                Tensor x = randint(-127, 128, [rows, inputs], dtype: ScalarType.Int8, generator: generator), weight = randint(-127, 128, [outputs, inputs], dtype: ScalarType.Int8, generator: generator);
                long[] exact = [.. x.to(ScalarType.Int64).matmul(weight.to(ScalarType.Int64).t()).data<long>()];

                Assert.All(Int8Matrix.Ways, way =>
                {
                    using var matrix = new Int8Matrix(weight, way);
                    using Tensor sums = matrix.Product(x);
                    Assert.Equal(new long[] { rows, outputs }, sums.shape);
                    Assert.Equal(exact, sums.data<int>().Select(sum => (long)sum));
                });
            },
            iter: 60);

    [Fact]
    public void The_greatest_sums_stay_exact()
    {
        const int Inputs = (1 << 17) - 1;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = full([7, Inputs], -127, dtype: ScalarType.Int8), weight = full([3, Inputs], 127, dtype: ScalarType.Int8);

        Assert.All(Int8Matrix.Ways.Where(way => way != Int8Way.Float32), way =>
        {
            using var matrix = new Int8Matrix(weight, way);
            using Tensor sums = matrix.Product(x);
            Assert.All(sums.data<int>().ToArray(), sum => Assert.Equal(-127 * 127 * Inputs, sum));
        });
    }
}
