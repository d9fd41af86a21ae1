using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>IEEE single precision.</summary>
internal readonly unsafe struct Float32Format : IElementFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(nint address, int index) => Vector512.Load((float*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, nint address, int index) => values.Store((float*)address + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(nint address, int index) => ((float*)address)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(float value, nint address, int index) => ((float*)address)[index] = value;
}
