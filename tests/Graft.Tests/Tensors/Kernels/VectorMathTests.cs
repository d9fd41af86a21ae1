using System.Runtime.Intrinsics;
using Graft.Tensors.Kernels;

namespace Graft.Tests.Tensors.Kernels;

/// <summary>Sixteen at once against the runtime's own functions.</summary>
public sealed class VectorMathTests
{
    [Fact]
    public void Exponentials_are_exact_to_three_parts_in_ten_million()
    {
        for (float x = -87f; x < 88f; x += 0.0137f)
        {
            double expected = Math.Exp(x);
            Assert.InRange(VectorMath.Exp(Vector512.Create(x))[3], expected * (1 - 3e-7), expected * (1 + 3e-7));
        }
    }

    [Theory]
    [InlineData(-88f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(0f, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Exponentials_at_the_borders(float x, float expected) => Assert.Equal(expected, VectorMath.Exp(Vector512.Create(x))[0]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.2763263902)]
    [InlineData(0.5, 0.5204998778)]
    [InlineData(1, 0.8427007929)]
    [InlineData(2, 0.9953222650)]
    [InlineData(4, 0.9999999846)]
    public void The_error_function_is_exact_to_four_parts_in_ten_million(float x, double expected)
    {
        Assert.Equal(expected, VectorMath.Erf(Vector512.Create(x), out Vector512<float> gauss)[0], 4e-7);
        Assert.Equal(-expected, VectorMath.Erf(Vector512.Create(-x), out _)[0], 4e-7);
        Assert.Equal(Math.Exp(-x * x), gauss[0], 4e-7);
    }

    [Fact]
    public unsafe void Bfloat16_is_rounded_to_nearest_even_and_keeps_what_is_not_a_number()
    {
        float[] values = [1f, -1.00390625f, 1.01171875f, 3.3895314e38f, float.NaN, float.PositiveInfinity, 0f, -0f, 1e-40f, 2f, 3f, 4f, 5f, 6f, 7f, 8f];
        ushort* stored = stackalloc ushort[16], one = stackalloc ushort[1];
        BFloat16Format.Store(Vector512.Create(values), (nint)stored, 0);
        for (int i = 0; i < values.Length; i++)
        {
            BFloat16Format.StoreOne(values[i], (nint)one, 0);
            Assert.Equal(one[0], stored[i]);
            Assert.Equal(BFloat16Format.LoadOne((nint)stored, i), BFloat16Format.Load((nint)stored, 0)[i]);
        }

        Assert.Equal([0x3F80, 0xBF80, 0x3F82, 0x7F7F, 0x7FC0, 0x7F80], new ReadOnlySpan<ushort>(stored, 6).ToArray());
    }
}
