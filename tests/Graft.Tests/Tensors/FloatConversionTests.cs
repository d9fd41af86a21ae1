using CsCheck;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class FloatConversionTests
{
    private static readonly ushort[] AllBits = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)];

    [Fact]
    public void Every_half_widens_exactly_and_narrows_back()
    {
        float[] wide = new float[AllBits.Length];
        FloatConversion.HalfToSingle(AllBits, wide);
        Assert.Equal(AllBits.Select(bits => (float)BitConverter.UInt16BitsToHalf(bits)), wide);

        ushort[] back = new ushort[AllBits.Length];
        FloatConversion.SingleToHalf(wide, back);
        Assert.All(AllBits.Where(bits => !Half.IsNaN(BitConverter.UInt16BitsToHalf(bits))), bits => Assert.Equal(bits, back[bits]));
        Assert.All(AllBits.Where(bits => Half.IsNaN(BitConverter.UInt16BitsToHalf(bits))), bits => Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf(back[bits]))));
    }

    [Fact]
    public void Every_brain_float_widens_exactly_and_narrows_back()
    {
        float[] wide = new float[AllBits.Length];
        FloatConversion.BFloat16ToSingle(AllBits, wide);
        Assert.All(AllBits, bits => Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(wide[bits])));

        ushort[] back = new ushort[AllBits.Length];
        FloatConversion.SingleToBFloat16(wide, back);
        Assert.All(AllBits, bits => Assert.Equal(float.IsNaN(wide[bits]) ? bits | 0x40 : bits, back[bits]));
    }

    [Fact]
    public void Singles_of_any_bits_narrow_to_half_as_the_runtime_does() => Gen.UInt.Array[1, 70].Sample(bits =>
    {
        float[] wide = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        ushort[] narrow = new ushort[wide.Length];
        FloatConversion.SingleToHalf(wide, narrow);
        return wide.Zip(narrow).All(pair => ((Half)pair.First).Equals(BitConverter.UInt16BitsToHalf(pair.Second)));
    });

    [Fact]
    public void Singles_near_every_half_round_to_nearest_and_ties_to_even()
    {
        // Around each half, its midpoint with the next one, and one unit of the single to both sides.
        uint[] bits = [.. Enumerable.Range(0, 0x7c00).SelectMany(half =>
        {
            float low = (float)BitConverter.UInt16BitsToHalf((ushort)half);
            float high = half == 0x7bff ? 65536f : (float)BitConverter.UInt16BitsToHalf((ushort)(half + 1));
            uint middle = BitConverter.SingleToUInt32Bits((low + high) / 2);
            return new[] { middle - 1, middle, middle + 1 };
        })];
        float[] wide = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        ushort[] narrow = new ushort[wide.Length];
        FloatConversion.SingleToHalf(wide, narrow);
        for (int half = 0; half < 0x7c00; half++)
        {
            Assert.Equal((half, half + (half & 1), half + 1), (narrow[3 * half], narrow[(3 * half) + 1], narrow[(3 * half) + 2]));
        }
    }

    [Fact]
    public void Singles_narrow_to_the_nearest_brain_float_and_ties_to_even() => Gen.UInt.Array[1, 70].Sample(bits =>
    {
        float[] wide = [.. bits.Select(BitConverter.UInt32BitsToSingle)];
        ushort[] narrow = new ushort[wide.Length];
        FloatConversion.SingleToBFloat16(wide, narrow);
        return bits.Zip(narrow).All(pair => IsNearest(pair.First, pair.Second));
    });

    [Fact]
    public void Doubles_narrow_as_a_cast_does() => Gen.Double.Array[0, 40].Sample(wide =>
    {
        float[] narrow = new float[wide.Length];
        FloatConversion.DoubleToSingle(wide, narrow);
        return wide.Zip(narrow).All(pair => ((float)pair.First).Equals(pair.Second));
    });

    [Theory]
    [InlineData(0x00, 0f), InlineData(0x01, 0.001953125f), InlineData(0x07, 0.013671875f), InlineData(0x08, 0.015625f), InlineData(0x38, 1f)]
    [InlineData(0x3c, 1.5f), InlineData(0x7e, 448f), InlineData(0xfe, -448f), InlineData(0x7f, float.NaN), InlineData(0xff, float.NaN), InlineData(0x78, 256f)]
    public void Eight_bit_floats_widen_as_their_format_says(byte bits, float expected) =>
        Assert.Equal(expected, FloatConversion.Float8E4M3ToSingle(bits));

    // By integers: of the two brain floats around the bits, the nearer one, or the even one where both are as near.
    private static bool IsNearest(uint bits, ushort narrow)
    {
        if ((bits & 0x7fffffff) > 0x7f800000)
        {
            return (narrow & 0x7fff) > 0x7f80;
        }

        uint below = bits >> 16, rest = bits & 0xffff;
        return narrow == (rest > 0x8000 || (rest == 0x8000 && (below & 1) == 1) ? below + 1 : below);
    }
}
