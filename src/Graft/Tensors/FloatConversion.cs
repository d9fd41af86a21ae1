using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Graft.Tensors;

/// <summary>
/// Conversions between 32-bit floats and the other widths, vectorised. Narrowing rounds to nearest, ties to even, as IEEE 754
/// has it. A NaN stays a NaN, though not always with the same payload.
/// </summary>
internal static class FloatConversion
{
    private const uint HalfInfinity = 0x7c00, HalfQuietNaN = 0x7e00, SingleInfinity = 0x7f800000;

    /// <summary>Half precision to single, exact.</summary>
    public static void HalfToSingle(ReadOnlySpan<ushort> from, Span<float> to)
    {
        ref ushort source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= from.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out Vector<uint> low, out Vector<uint> high);
            HalfToSingle(low).StoreUnsafe(ref target, (nuint)i);
            HalfToSingle(high).StoreUnsafe(ref target, (nuint)(i + Vector<uint>.Count));
        }

        for (; i < from.Length; i++)
        {
            to[i] = (float)BitConverter.UInt16BitsToHalf(from[i]);
        }
    }

    /// <summary>Brain floats to single, exact: they are the upper halves of singles.</summary>
    public static void BFloat16ToSingle(ReadOnlySpan<ushort> from, Span<float> to)
    {
        ref ushort source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= from.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out Vector<uint> low, out Vector<uint> high);
            Vector.AsVectorSingle(low << 16).StoreUnsafe(ref target, (nuint)i);
            Vector.AsVectorSingle(high << 16).StoreUnsafe(ref target, (nuint)(i + Vector<uint>.Count));
        }

        for (; i < from.Length; i++)
        {
            to[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
        }
    }

    /// <summary>Double precision to single, rounded.</summary>
    public static void DoubleToSingle(ReadOnlySpan<double> from, Span<float> to)
    {
        ref double source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<double> low = Vector.LoadUnsafe(ref source, (nuint)i);
            Vector<double> high = Vector.LoadUnsafe(ref source, (nuint)(i + Vector<double>.Count));
            Vector.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < from.Length; i++)
        {
            to[i] = (float)from[i];
        }
    }

    /// <summary>Single precision to half, rounded; too large becomes infinite.</summary>
    public static void SingleToHalf(ReadOnlySpan<float> from, Span<ushort> to)
    {
        ref float source = ref MemoryMarshal.GetReference(from);
        ref ushort target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= from.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector<uint> low = SingleToHalf(Vector.LoadUnsafe(ref source, (nuint)i));
            Vector<uint> high = SingleToHalf(Vector.LoadUnsafe(ref source, (nuint)(i + Vector<uint>.Count)));
            Vector.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < from.Length; i++)
        {
            to[i] = BitConverter.HalfToUInt16Bits((Half)from[i]);
        }
    }

    /// <summary>Single precision to brain floats, rounded.</summary>
    public static void SingleToBFloat16(ReadOnlySpan<float> from, Span<ushort> to)
    {
        ref float source = ref MemoryMarshal.GetReference(from);
        ref ushort target = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= from.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector<uint> low = SingleToBFloat16(Vector.LoadUnsafe(ref source, (nuint)i));
            Vector<uint> high = SingleToBFloat16(Vector.LoadUnsafe(ref source, (nuint)(i + Vector<uint>.Count)));
            Vector.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < from.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(from[i]);
            to[i] = (ushort)(float.IsNaN(from[i]) ? (bits >> 16) | 0x40 : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
        }
    }

    /// <summary>One 8-bit float of 4 exponent bits (bias 7), 3 mantissa bits, no infinities; 0x7f and 0xff are NaN.</summary>
    public static float Float8E4M3ToSingle(byte bits)
    {
        int exponent = (bits >> 3) & 0xf, mantissa = bits & 7;
        float magnitude = (exponent, mantissa) switch
        {
            (15, 7) => float.NaN,
            (0, _) => MathF.ScaleB(mantissa, -9),
            _ => MathF.ScaleB(8 + mantissa, exponent - 10),
        };
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }

    /// <summary>One 8-bit float of 5 exponent bits, 2 mantissa bits: the upper half of a half.</summary>
    public static float Float8E5M2ToSingle(byte bits) => (float)BitConverter.UInt16BitsToHalf((ushort)(bits << 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> HalfToSingle(Vector<uint> half)
    {
        Vector<uint> sign = (half & new Vector<uint>(0x8000)) << 16;
        Vector<uint> magnitude = (half & new Vector<uint>(0x7fff)) << 13;   // exponent and mantissa where a single has them
        Vector<uint> exponent = magnitude & new Vector<uint>(0x1fu << 23);
        Vector<uint> normal = magnitude + new Vector<uint>((127u - 15) << 23);
        Vector<uint> special = magnitude + new Vector<uint>((255u - 31) << 23);

        // A subnormal half is mantissa x 2^-24: put the mantissa below a leading 1 of 2^-14, then take that 1 away.
        Vector<uint> one = new(113u << 23);
        Vector<uint> subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude + one) - Vector.AsVectorSingle(one));

        Vector<uint> finite = Vector.ConditionalSelect(Vector.Equals(exponent, Vector<uint>.Zero), subnormal, normal);
        Vector<uint> result = Vector.ConditionalSelect(Vector.Equals(exponent, new Vector<uint>(0x1fu << 23)), special, finite);
        return Vector.AsVectorSingle(result | sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> SingleToHalf(Vector<float> single)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(single);
        Vector<uint> magnitude = bits & new Vector<uint>(0x7fffffff);
        Vector<uint> sign = (bits ^ magnitude) >> 16;

        // Adding just under half of the last kept bit, plus that bit itself, rounds ties to even; a carry runs into the exponent.
        Vector<uint> isOdd = (magnitude >> 13) & Vector<uint>.One;
        Vector<uint> normal = (magnitude - new Vector<uint>((127u - 15) << 23) + new Vector<uint>(0xfff) + isOdd) >> 13;

        // The last bit of 0.5 weighs 2^-24, as the last bit of a subnormal half does: the addition itself rounds.
        Vector<uint> half = Vector.AsVectorUInt32(new Vector<float>(0.5f));
        Vector<uint> subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + new Vector<float>(0.5f)) - half;

        Vector<uint> nan = ((magnitude >> 13) & new Vector<uint>(0x3ff)) | new Vector<uint>(HalfQuietNaN);
        Vector<uint> special = Vector.ConditionalSelect(
            Vector.GreaterThan(magnitude, new Vector<uint>(SingleInfinity)), nan, new Vector<uint>(HalfInfinity));

        Vector<uint> finite = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(113u << 23)), subnormal, normal);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(143u << 23)), finite, special) | sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> SingleToBFloat16(Vector<float> single)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(single);
        Vector<uint> upper = bits >> 16;
        Vector<uint> rounded = (bits + new Vector<uint>(0x7fff) + (upper & Vector<uint>.One)) >> 16;
        Vector<uint> isNaN = Vector.GreaterThan(bits & new Vector<uint>(0x7fffffff), new Vector<uint>(SingleInfinity));
        return Vector.ConditionalSelect(isNaN, upper | new Vector<uint>(0x40), rounded);
    }
}
