using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>x Φ(x) and its gradient. Source: Hendrycks, Gimpel, "Gaussian error linear units", 2016.</summary>
/// <typeparam name="TFormat">How the elements are stored.</typeparam>
internal static class GeluKernel<TFormat>
    where TFormat : IElementFormat
{
    private const float RootHalf = 0.70710678f;                // 1 / √2
    private const float DensityAtZero = 0.39894228f;           // 1 / √(2π)

    /// <summary>y = x Φ(x) for elements from .. from + count - 1.</summary>
    public static void Forward(nint x, nint y, long from, int count)
    {
        nint start = (nint)from * TFormat.Bytes;
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Floats512>(x + start, y + start, count);
        }
        else
        {
            Forward<Floats256>(x + start, y + start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TFloats>(nint x, nint y, int count)
        where TFloats : struct, IFloats<TFloats>
    {
        int i = 0;
        for (; i + TFloats.Lanes <= count; i += TFloats.Lanes)
        {
            TFormat.Store(Value(TFormat.Load<TFloats>(x, i)), y, i);
        }

        for (; i < count; i++)
        {
            TFormat.StoreOne(TFloats.First(Value(TFloats.Create(TFormat.LoadOne(x, i)))), y, i);
        }
    }

    /// <summary>d x = d y × (Φ(x) + x φ(x)) for elements from .. from + count - 1.</summary>
    public static void Backward(nint x, nint yGradient, nint xGradient, long from, int count)
    {
        nint start = (nint)from * TFormat.Bytes;
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Floats512>(x + start, yGradient + start, xGradient + start, count);
        }
        else
        {
            Backward<Floats256>(x + start, yGradient + start, xGradient + start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TFloats>(nint x, nint yGradient, nint xGradient, int count)
        where TFloats : struct, IFloats<TFloats>
    {
        int i = 0;
        for (; i + TFloats.Lanes <= count; i += TFloats.Lanes)
        {
            TFormat.Store(TFormat.Load<TFloats>(yGradient, i) * Slope(TFormat.Load<TFloats>(x, i)), xGradient, i);
        }

        for (; i < count; i++)
        {
            TFormat.StoreOne(TFormat.LoadOne(yGradient, i) * TFloats.First(Slope(TFloats.Create(TFormat.LoadOne(x, i)))), xGradient, i);
        }
    }

    /// <summary>Both at once and in place: x becomes x Φ(x), the gradient of that becomes the gradient of x.</summary>
    public static void Rebuild(nint x, nint gradient, long from, int count)
    {
        nint start = (nint)from * TFormat.Bytes;
        if (Vector512.IsHardwareAccelerated)
        {
            Rebuild<Floats512>(x + start, gradient + start, count);
        }
        else
        {
            Rebuild<Floats256>(x + start, gradient + start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rebuild<TFloats>(nint x, nint gradient, int count)
        where TFloats : struct, IFloats<TFloats>
    {
        int i = 0;
        for (; i + TFloats.Lanes <= count; i += TFloats.Lanes)
        {
            TFloats values = TFormat.Load<TFloats>(x, i), share = Share(values, out TFloats gauss);
            TFormat.Store(TFormat.Load<TFloats>(gradient, i) * (share + values * gauss * TFloats.Create(DensityAtZero)), gradient, i);
            TFormat.Store(values * share, x, i);
        }

        for (; i < count; i++)
        {
            TFloats value = TFloats.Create(TFormat.LoadOne(x, i));
            TFormat.StoreOne(TFormat.LoadOne(gradient, i) * TFloats.First(Slope(value)), gradient, i);
            TFormat.StoreOne(TFloats.First(Value(value)), x, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Value<TFloats>(TFloats x)
        where TFloats : struct, IFloats<TFloats> => x * Share(x, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Slope<TFloats>(TFloats x)
        where TFloats : struct, IFloats<TFloats> =>
        Share(x, out TFloats gauss) + x * gauss * TFloats.Create(DensityAtZero);

    // Φ(x)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Share<TFloats>(TFloats x, out TFloats gauss)
        where TFloats : struct, IFloats<TFloats> =>
        TFloats.Create(0.5f) * (TFloats.Create(1) + VectorMath.Erf(x * TFloats.Create(RootHalf), out gauss));
}
