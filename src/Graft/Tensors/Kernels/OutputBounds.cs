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

    /// <summary>The gradient before the bounds, and its sum a channel: that of the result, where it was not cut off.</summary>
    /// <param name="y">What was stored: [pixels,channels].</param>
    /// <param name="gradient">Its gradient: [pixels,channels].</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="channels">A multiple of 16.</param>
    /// <param name="result">[pixels,channels], receives the gradient.</param>
    /// <param name="sum">[channels], is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Backward(float* y, float* gradient, int pixels, int channels, float* result, float* sum)
    {
        Vector512<float> least = Vector512.Create(Least), most = Vector512.Create(Most);
        for (int pixel = 0; pixel < pixels; pixel++, y += channels, gradient += channels, result += channels)
        {
            for (int channel = 0; channel < channels; channel += Vector512<float>.Count)
            {
                Vector512<float> value = Vector512.Load(y + channel);
                Vector512<float> isCut = Vector512.LessThanOrEqual(value, least) | Vector512.GreaterThanOrEqual(value, most);
                Vector512<float> own = Vector512.AndNot(Vector512.Load(gradient + channel), isCut);
                own.Store(result + channel);
                (Vector512.Load(sum + channel) + own).Store(sum + channel);
            }
        }
    }
}
