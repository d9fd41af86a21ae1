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

    /// <summary>Cuts a register full of values off; what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloats Of<TFloats>(TFloats x)
        where TFloats : struct, IFloats<TFloats> => TFloats.Min(TFloats.Create(Most), TFloats.Max(TFloats.Create(Least), x));

    /// <summary>The gradient before the bounds, and its sum a channel: that of the result, where it was not cut off.</summary>
    /// <param name="y">What was stored: [pixels,channels].</param>
    /// <param name="gradient">Its gradient: [pixels,channels].</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="channels">A multiple of 16.</param>
    /// <param name="result">[pixels,channels], receives the gradient.</param>
    /// <param name="sum">[channels], is added to.</param>
    public unsafe void Backward(float* y, float* gradient, int pixels, int channels, float* result, float* sum)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Floats512>(y, gradient, pixels, channels, result, sum);
        }
        else
        {
            Backward<Floats256>(y, gradient, pixels, channels, result, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Backward<TFloats>(float* y, float* gradient, int pixels, int channels, float* result, float* sum)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats least = TFloats.Create(Least), most = TFloats.Create(Most);
        for (int pixel = 0; pixel < pixels; pixel++, y += channels, gradient += channels, result += channels)
        {
            for (int channel = 0; channel < channels; channel += TFloats.Lanes)
            {
                TFloats own = TFloats.WhereBetween(TFloats.Load(gradient + channel), TFloats.Load(y + channel), least, most);
                TFloats.Store(own, result + channel);
                TFloats.Store(TFloats.Load(sum + channel) + own, sum + channel);
            }
        }
    }
}
