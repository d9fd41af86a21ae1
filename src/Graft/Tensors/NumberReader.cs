using System.Runtime.InteropServices;

namespace Graft.Tensors;

/// <summary>Turns stored bytes of any number format into floats or integers.</summary>
internal static class NumberReader
{
    /// <summary>Converts bytes to 32-bit floats; <paramref name="to"/> has one place a number.</summary>
    public static void ToFloats(ReadOnlySpan<byte> from, NumberFormat format, Span<float> to)
    {
        switch (format)
        {
            case NumberFormat.F32:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case NumberFormat.F16:
                FloatConversion.HalfToSingle(MemoryMarshal.Cast<byte, ushort>(from), to);
                break;
            case NumberFormat.BF16:
                FloatConversion.BFloat16ToSingle(MemoryMarshal.Cast<byte, ushort>(from), to);
                break;
            case NumberFormat.F64:
                FloatConversion.DoubleToSingle(MemoryMarshal.Cast<byte, double>(from), to);
                break;
            case NumberFormat.F8E4M3:
                Convert(from, to, FloatConversion.Float8E4M3ToSingle);
                break;
            case NumberFormat.F8E5M2:
                Convert(from, to, FloatConversion.Float8E5M2ToSingle);
                break;
            case NumberFormat.I64:
                Convert<long, float>(MemoryMarshal.Cast<byte, long>(from), to, static number => number);
                break;
            case NumberFormat.I32:
                Convert<int, float>(MemoryMarshal.Cast<byte, int>(from), to, static number => number);
                break;
            case NumberFormat.I16:
                Convert<short, float>(MemoryMarshal.Cast<byte, short>(from), to, static number => number);
                break;
            case NumberFormat.I8:
                Convert<sbyte, float>(MemoryMarshal.Cast<byte, sbyte>(from), to, static number => number);
                break;
            case NumberFormat.U64:
                Convert<ulong, float>(MemoryMarshal.Cast<byte, ulong>(from), to, static number => number);
                break;
            case NumberFormat.U32:
                Convert<uint, float>(MemoryMarshal.Cast<byte, uint>(from), to, static number => number);
                break;
            case NumberFormat.U16:
                Convert<ushort, float>(MemoryMarshal.Cast<byte, ushort>(from), to, static number => number);
                break;
            case NumberFormat.U8:
                Convert<byte, float>(from, to, static number => number);
                break;
            case NumberFormat.Bool:
                Convert<byte, float>(from, to, static number => number == 0 ? 0 : 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }

    /// <summary>Converts bytes of an integer format to 64-bit integers; false if an unsigned number does not fit.</summary>
    public static bool ToInt64s(ReadOnlySpan<byte> from, NumberFormat format, Span<long> to)
    {
        switch (format)
        {
            case NumberFormat.I64:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case NumberFormat.I32:
                Convert<int, long>(MemoryMarshal.Cast<byte, int>(from), to, static number => number);
                break;
            case NumberFormat.I16:
                Convert<short, long>(MemoryMarshal.Cast<byte, short>(from), to, static number => number);
                break;
            case NumberFormat.I8:
                Convert<sbyte, long>(MemoryMarshal.Cast<byte, sbyte>(from), to, static number => number);
                break;
            case NumberFormat.U64:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                return to.IndexOfAnyInRange(long.MinValue, -1) < 0;
            case NumberFormat.U32:
                Convert<uint, long>(MemoryMarshal.Cast<byte, uint>(from), to, static number => number);
                break;
            case NumberFormat.U16:
                Convert<ushort, long>(MemoryMarshal.Cast<byte, ushort>(from), to, static number => number);
                break;
            case NumberFormat.U8:
                Convert<byte, long>(from, to, static number => number);
                break;
            case NumberFormat.Bool:
                Convert<byte, long>(from, to, static number => number == 0 ? 0 : 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }

        return true;
    }

    /// <summary>Turns bytes of truth values into 0 and 1.</summary>
    public static void ToTruthValues(ReadOnlySpan<byte> from, Span<byte> to) =>
        Convert<byte, byte>(from, to, static number => number == 0 ? (byte)0 : (byte)1);

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to, Func<TFrom, TTo> convert)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = convert(from[i]);
        }
    }
}
