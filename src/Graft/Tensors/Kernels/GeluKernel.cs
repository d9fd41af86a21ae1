using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>x Φ(x) and its gradient. Source: Hendrycks, Gimpel, "Gaussian error linear units", 2016.</summary>
/// <typeparam name="TFormat">How the elements are stored.</typeparam>
internal static class GeluKernel<TFormat>
    where TFormat : IElementFormat
{
    private const int Lanes = 16;
    private const float RootHalf = 0.70710678f;                // 1 / √2
    private const float DensityAtZero = 0.39894228f;           // 1 / √(2π)

    /// <summary>y = x Φ(x) for elements from .. from + count - 1.</summary>
    public static void Forward(nint x, nint y, int from, int count)
    {
        int i = from, end = from + count;
        for (; i + Lanes <= end; i += Lanes)
        {
            TFormat.Store(Value(TFormat.Load(x, i)), y, i);
        }

        for (; i < end; i++)
        {
            TFormat.StoreOne(Value(Vector512.Create(TFormat.LoadOne(x, i)))[0], y, i);
        }
    }

    /// <summary>d x = d y × (Φ(x) + x φ(x)) for elements from .. from + count - 1.</summary>
    public static void Backward(nint x, nint yGradient, nint xGradient, int from, int count)
    {
        int i = from, end = from + count;
        for (; i + Lanes <= end; i += Lanes)
        {
            TFormat.Store(TFormat.Load(yGradient, i) * Slope(TFormat.Load(x, i)), xGradient, i);
        }

        for (; i < end; i++)
        {
            TFormat.StoreOne(TFormat.LoadOne(yGradient, i) * Slope(Vector512.Create(TFormat.LoadOne(x, i)))[0], xGradient, i);
        }
    }

    private static Vector512<float> Value(Vector512<float> x)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        return x * half * (Vector512<float>.One + VectorMath.Erf(x * Vector512.Create(RootHalf), out _));
    }

    private static Vector512<float> Slope(Vector512<float> x)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        Vector512<float> share = half * (Vector512<float>.One + VectorMath.Erf(x * Vector512.Create(RootHalf), out Vector512<float> gauss));
        return share + x * gauss * Vector512.Create(DensityAtZero);
    }
}
