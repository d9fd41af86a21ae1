using System.Runtime.CompilerServices;

namespace Graft.Tensors.Kernels;

/// <summary>bfloat16: the upper half of single precision.</summary>
internal readonly unsafe struct BFloat16Format : IElementFormat
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloats Load<TFloats>(nint address, int index)
        where TFloats : struct, IFloats<TFloats> => TFloats.LoadBFloat16((ushort*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TFloats>(TFloats values, nint address, int index)
        where TFloats : struct, IFloats<TFloats> => TFloats.StoreBFloat16(values, (ushort*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(nint address, int index) => BitConverter.UInt32BitsToSingle((uint)((ushort*)address)[index] << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(float value, nint address, int index)
    {
        uint word = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)address)[index] = float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((word + 0x7FFF + ((word >> 16) & 1)) >> 16);
    }
}
