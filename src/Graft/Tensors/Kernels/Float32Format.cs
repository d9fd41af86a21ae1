using System.Runtime.CompilerServices;

namespace Graft.Tensors.Kernels;

/// <summary>IEEE single precision.</summary>
internal readonly unsafe struct Float32Format : IElementFormat
{
    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloats Load<TFloats>(nint address, int index)
        where TFloats : struct, IFloats<TFloats> => TFloats.Load((float*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TFloats>(TFloats values, nint address, int index)
        where TFloats : struct, IFloats<TFloats> => TFloats.Store(values, (float*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(nint address, int index) => ((float*)address)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(float value, nint address, int index) => ((float*)address)[index] = value;
}
