using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>bfloat16: the upper half of single precision.</summary>
internal readonly unsafe struct BFloat16Format : IElementFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(nint address, int index)
    {
        Vector256<ushort> halves = Vector256.Load((ushort*)address + index);
        Vector512<uint> words = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (words << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, nint address, int index)
    {
        Vector512<uint> words = values.AsUInt32();
        Vector512<uint> rounded = (words + Vector512.Create(0x7FFFu) + ((words >>> 16) & Vector512<uint>.One)) >>> 16;

        // Rounding would carry a NaN's payload into the sign.
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC0u));
        Vector256<ushort> halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.Store((ushort*)address + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(nint address, int index) => BitConverter.UInt32BitsToSingle((uint)((ushort*)address)[index] << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(float value, nint address, int index)
    {
        uint word = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)address)[index] = float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((word + 0x7FFF + ((word >> 16) & 1)) >> 16);
    }
}
