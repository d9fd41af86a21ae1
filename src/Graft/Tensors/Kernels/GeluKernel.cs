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

    /// <summary>Both at once and in place: x becomes x Φ(x), the gradient of that becomes the gradient of x.</summary>
    public static void Rebuild(nint x, nint gradient, int from, int count)
    {
        int i = from, end = from + count;
        for (; i + Lanes <= end; i += Lanes)
        {
            Vector512<float> values = TFormat.Load(x, i), share = Share(values, out Vector512<float> gauss);
            TFormat.Store(TFormat.Load(gradient, i) * (share + values * gauss * Vector512.Create(DensityAtZero)), gradient, i);
            TFormat.Store(values * share, x, i);
        }

        for (; i < end; i++)
        {
            Vector512<float> value = Vector512.Create(TFormat.LoadOne(x, i));
            TFormat.StoreOne(TFormat.LoadOne(gradient, i) * Slope(value)[0], gradient, i);
            TFormat.StoreOne(Value(value)[0], x, i);
        }
    }

    private static Vector512<float> Value(Vector512<float> x) => x * Share(x, out _);

    private static Vector512<float> Slope(Vector512<float> x) => Share(x, out Vector512<float> gauss) + x * gauss * Vector512.Create(DensityAtZero);

    // Φ(x)
    private static Vector512<float> Share(Vector512<float> x, out Vector512<float> gauss) =>
        Vector512.Create(0.5f) * (Vector512<float>.One + VectorMath.Erf(x * Vector512.Create(RootHalf), out gauss));
}
