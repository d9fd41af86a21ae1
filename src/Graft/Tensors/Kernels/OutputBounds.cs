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
    public TVector Of<TSimd, TVector>(TVector x)
        where TSimd : ISimd<TVector>
        where TVector : struct => TSimd.Clamp(x, TSimd.Create(Least), TSimd.Create(Most));

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
            Backward<Simd512, Vector512<float>>(y, gradient, pixels, channels, result, sum);
        }
        else
        {
            Backward<Simd256, Vector256<float>>(y, gradient, pixels, channels, result, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Backward<TSimd, TVector>(float* y, float* gradient, int pixels, int channels, float* result, float* sum)
        where TSimd : ISimd<TVector>
        where TVector : struct
    {
        TVector least = TSimd.Create(Least), most = TSimd.Create(Most);
        for (int pixel = 0; pixel < pixels; pixel++, y += channels, gradient += channels, result += channels)
        {
            for (int channel = 0; channel < channels; channel += TSimd.Lanes)
            {
                TVector own = TSimd.WhereWithin(TSimd.Load(gradient + channel), TSimd.Load(y + channel), least, most);
                TSimd.Store(own, result + channel);
                TSimd.Store(TSimd.Add(TSimd.Load(sum + channel), own), sum + channel);
            }
        }
    }
}
