using Graft.Tensors.Kernels;

namespace Graft.Tests.Tensors.Kernels;

/// <summary>A register full at once, of either width, against the runtime's own functions.</summary>
public sealed unsafe class VectorMathTests
{
    [Fact]
    public void Exponentials_are_exact_to_three_parts_in_ten_million()
    {
        for (float x = -87f; x < 88f; x += 0.0137f)
        {
            double expected = Math.Exp(x);
            Assert.InRange(Exp<Floats512>(x), expected * (1 - 3e-7), expected * (1 + 3e-7));
            Assert.InRange(Exp<Floats256>(x), expected * (1 - 3e-7), expected * (1 + 3e-7));
        }
    }

    [Theory]
    [InlineData(-88f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(0f, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Exponentials_at_the_borders(float x, float expected)
    {
        Assert.Equal(expected, Exp<Floats512>(x));
        Assert.Equal(expected, Exp<Floats256>(x));
    }

    [Fact]
    public void Powers_of_two_are_exact_to_three_parts_in_ten_million()
    {
        for (float x = -126f; x < 127f; x += 0.0137f)
        {
            double expected = Math.Pow(2, x);
            Assert.InRange(Exp2<Floats512>(x), expected * (1 - 3e-7), expected * (1 + 3e-7));
            Assert.InRange(Exp2<Floats256>(x), expected * (1 - 3e-7), expected * (1 + 3e-7));
        }

        foreach ((float x, float expected) in ((float, float)[])[(-127f, 0f), (float.NegativeInfinity, 0f), (0f, 1f), (float.NaN, float.NaN)])
        {
            Assert.Equal(expected, Exp2<Floats512>(x));
            Assert.Equal(expected, Exp2<Floats256>(x));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.2763263902)]
    [InlineData(0.5, 0.5204998778)]
    [InlineData(1, 0.8427007929)]
    [InlineData(2, 0.9953222650)]
    [InlineData(4, 0.9999999846)]
    public void The_error_function_is_exact_to_four_parts_in_ten_million(float x, double expected)
    {
        Check<Floats512>(x, expected);
        Check<Floats256>(x, expected);

        static void Check<TFloats>(float x, double expected)
            where TFloats : struct, IFloats<TFloats>
        {
            Assert.Equal(expected, TFloats.First(VectorMath.Erf(TFloats.Create(x), out TFloats gauss)), 4e-7);
            Assert.Equal(-expected, TFloats.First(VectorMath.Erf(TFloats.Create(-x), out _)), 4e-7);
            Assert.Equal(Math.Exp(-x * x), TFloats.First(gauss), 4e-7);
        }
    }

    [Fact]
    public void Bfloat16_is_rounded_to_nearest_even_and_keeps_what_is_not_a_number()
    {
        Check<Floats512>();
        Check<Floats256>();

        static void Check<TFloats>()
            where TFloats : struct, IFloats<TFloats>
        {
            float[] values = [1f, -1.00390625f, 1.01171875f, 3.3895314e38f, float.NaN, float.PositiveInfinity, 0f, -0f, 1e-40f, 2f, 3f, 4f, 5f, 6f, 7f, 8f];
            float* loaded = stackalloc float[values.Length];
            ushort* stored = stackalloc ushort[values.Length], one = stackalloc ushort[1];
            fixed (float* from = values)
            {
                for (int i = 0; i < values.Length; i += TFloats.Lanes)
                {
                    BFloat16Format.Store(TFloats.Load(from + i), (nint)stored, i);
                    TFloats.Store(BFloat16Format.Load<TFloats>((nint)stored, i), loaded + i);
                }
            }

            for (int i = 0; i < values.Length; i++)
            {
                BFloat16Format.StoreOne(values[i], (nint)one, 0);
                Assert.Equal(one[0], stored[i]);
                Assert.Equal(BFloat16Format.LoadOne((nint)stored, i), loaded[i]);
            }

            Assert.Equal([0x3F80, 0xBF80, 0x3F82, 0x7F7F, 0x7FC0, 0x7F80], new ReadOnlySpan<ushort>(stored, 6).ToArray());
        }
    }

    [Fact]
    public void Lanes_are_chosen_by_bits_and_by_bounds()
    {
        Check<Floats512>();
        Check<Floats256>();

        static void Check<TFloats>()
            where TFloats : struct, IFloats<TFloats>
        {
            float* values = stackalloc float[16], result = stackalloc float[16];
            for (int i = 0; i < 16; i++)
            {
                values[i] = i - 3;
            }

            TFloats all = TFloats.Load(values);
            TFloats.Store(TFloats.WhereSet(TFloats.Create(2), 0xFFFF_A5A5), result);
            Assert.Equal(Enumerable.Range(0, TFloats.Lanes).Select(i => ((0xA5A5 >> i) & 1) * 2f), new ReadOnlySpan<float>(result, TFloats.Lanes).ToArray());
            TFloats.Store(TFloats.WhereBetween(TFloats.Create(7), all, TFloats.Create(-2), TFloats.Create(3)), result);
            Assert.Equal(Enumerable.Range(0, TFloats.Lanes).Select(i => i - 3 is > -2 and < 3 ? 7f : 0), new ReadOnlySpan<float>(result, TFloats.Lanes).ToArray());
            Assert.Equal(TFloats.Lanes - 4, TFloats.Greatest(all));
            Assert.Equal(Enumerable.Range(0, TFloats.Lanes).Sum(i => i - 3), TFloats.Sum(all));
        }
    }

    private static float Exp<TFloats>(float x)
        where TFloats : struct, IFloats<TFloats> => TFloats.First(VectorMath.Exp(TFloats.Create(x)));

    private static float Exp2<TFloats>(float x)
        where TFloats : struct, IFloats<TFloats> => TFloats.First(VectorMath.Exp2(TFloats.Create(x)));
}
