using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>Eight floats in a register of 256 bits.</summary>
internal readonly unsafe struct Floats256 : IFloats<Floats256>
{
    private readonly Vector256<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Floats256(Vector256<float> values) => _values = values;

    public static int Lanes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 LoadBFloat16(ushort* from)
    {
        Vector128<ushort> halves = Vector128.Load(from);
        Vector256<uint> words = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(halves).AsUInt32()
            : Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves));
        return new((words << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Floats256 values, float* to) => values._values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBFloat16(Floats256 values, ushort* to)
    {
        Vector256<uint> words = values._values.AsUInt32();
        Vector256<uint> rounded = (words + Vector256.Create(0x7FFFu) + ((words >>> 16) & Vector256<uint>.One)) >>> 16;

        // Rounding would carry a NaN's payload into the sign.
        rounded = Vector256.ConditionalSelect(Vector256.Equals(values._values, values._values).AsUInt32(), rounded, Vector256.Create(0x7FC0u));
        Vector128<ushort> halves = Vector128.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 MultiplyAdd(Floats256 a, Floats256 b, Floats256 c) => new(Vector256.FusedMultiplyAdd(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Min(Floats256 a, Floats256 b) => new(Vector256.MinNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Max(Floats256 a, Floats256 b) => new(Vector256.MaxNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Floor(Floats256 values) => new(Vector256.Floor(values._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 Abs(Floats256 values) => new(Vector256.Abs(values._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 CopySign(Floats256 size, Floats256 sign) => new(Vector256.CopySign(size._values, sign._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 PowerOfTwo(Floats256 n) => new(((Vector256.ConvertToInt32Native(n._values) + Vector256.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 WhereAtLeast(Floats256 values, Floats256 x, Floats256 bound)
    {
        Vector256<float> kept = Vector256.AndNot(values._values, Vector256.LessThan(x._values, bound._values));
        return new(Vector256.ConditionalSelect(Vector256.Equals(x._values, x._values), kept, x._values));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 WhereBetween(Floats256 values, Floats256 x, Floats256 least, Floats256 most) =>
        new(Vector256.AndNot(values._values, Vector256.LessThanOrEqual(x._values, least._values) | Vector256.GreaterThanOrEqual(x._values, most._values)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 WhereSet(Floats256 values, uint bits)
    {
        Vector256<uint> lane = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        return new(Vector256.Equals(Vector256.Create(bits) & lane, lane).AsSingle() & values._values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Floats256 values) => Vector256.Sum(values._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Floats256 values)
    {
        Vector128<float> four = Vector128.Max(values._values.GetLower(), values._values.GetUpper());
        Vector128<float> two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(two[0], two[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Floats256 values) => values._values.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 operator +(Floats256 a, Floats256 b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 operator -(Floats256 a, Floats256 b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 operator *(Floats256 a, Floats256 b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 operator /(Floats256 a, Floats256 b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 operator -(Floats256 a) => new(-a._values);
}
