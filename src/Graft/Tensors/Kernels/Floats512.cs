using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>Sixteen floats in a register of 512 bits.</summary>
internal readonly unsafe struct Floats512 : IFloats<Floats512>
{
    private readonly Vector512<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Floats512(Vector512<float> values) => _values = values;

    public static int Lanes => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 LoadBFloat16(ushort* from)
    {
        Vector256<ushort> halves = Vector256.Load(from);
        Vector512<uint> words = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return new((words << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Floats512 values, float* to) => values._values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBFloat16(Floats512 values, ushort* to)
    {
        Vector512<uint> words = values._values.AsUInt32();
        Vector512<uint> rounded = (words + Vector512.Create(0x7FFFu) + ((words >>> 16) & Vector512<uint>.One)) >>> 16;

        // Rounding would carry a NaN's payload into the sign.
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values._values, values._values).AsUInt32(), rounded, Vector512.Create(0x7FC0u));
        Vector256<ushort> halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 MultiplyAdd(Floats512 a, Floats512 b, Floats512 c) => new(Vector512.FusedMultiplyAdd(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Min(Floats512 a, Floats512 b) => new(Vector512.MinNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Max(Floats512 a, Floats512 b) => new(Vector512.MaxNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Floor(Floats512 values) => new(Vector512.Floor(values._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 Abs(Floats512 values) => new(Vector512.Abs(values._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 CopySign(Floats512 size, Floats512 sign) => new(Vector512.CopySign(size._values, sign._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 PowerOfTwo(Floats512 n) => new(((Vector512.ConvertToInt32Native(n._values) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 WhereAtLeast(Floats512 values, Floats512 x, Floats512 bound)
    {
        Vector512<float> kept = Vector512.AndNot(values._values, Vector512.LessThan(x._values, bound._values));
        return new(Vector512.ConditionalSelect(Vector512.Equals(x._values, x._values), kept, x._values));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 WhereBetween(Floats512 values, Floats512 x, Floats512 least, Floats512 most) =>
        new(Vector512.AndNot(values._values, Vector512.LessThanOrEqual(x._values, least._values) | Vector512.GreaterThanOrEqual(x._values, most._values)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 WhereSet(Floats512 values, uint bits)
    {
        Vector512<uint> lane = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return new(Vector512.Equals(Vector512.Create(bits) & lane, lane).AsSingle() & values._values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Floats512 values) => Vector512.Sum(values._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greatest(Floats512 values) =>
        Floats256.Greatest(new Floats256(Vector256.Max(values._values.GetLower(), values._values.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Floats512 values) => values._values.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 operator +(Floats512 a, Floats512 b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 operator -(Floats512 a, Floats512 b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 operator *(Floats512 a, Floats512 b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 operator /(Floats512 a, Floats512 b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats512 operator -(Floats512 a) => new(-a._values);

    /// <summary>The first eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats256 LowerHalf(Floats512 values) => new(values._values.GetLower());
}
