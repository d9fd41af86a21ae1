using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Where a kernel cuts its results off before it stores them: rectifiers do no more.</summary>
/// <param name="Least">What is below becomes this.</param>
/// <param name="Most">What is above becomes this.</param>
internal readonly record struct OutputBounds(float Least, float Most)
{
    /// <summary>No bounds: every result is stored as it is.</summary>
    public static OutputBounds None { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Those of "relu".</summary>
    public static OutputBounds Relu { get; } = new(0, float.PositiveInfinity);

    /// <summary>Those of "relu6".</summary>
    public static OutputBounds Relu6 { get; } = new(0, 6);

    /// <summary>Cuts sixteen values off; what is not a number stays so, since the processor then gives the second operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x) => Vector512.MinNative(Vector512.Create(Most), Vector512.MaxNative(Vector512.Create(Least), x));
}
