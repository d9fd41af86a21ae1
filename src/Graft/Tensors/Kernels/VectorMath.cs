using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Functions of sixteen numbers at once, exact to about one part in 5 million.</summary>
internal static class VectorMath
{
    /// <summary>e^x; 0 below -87.3, the largest finite number above 88.</summary>
    /// <remarks>x = n ln 2 + r with |r| at most ln 2 / 2; e^r by its Taylor polynomial of degree 6, 2^n by the exponent's bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> lowest = Vector512.Create(-87.33f);
        Vector512<float> bounded = Vector512.Min(Vector512.Max(x, lowest), Vector512.Create(88f));
        Vector512<float> n = Vector512.Floor(Vector512.FusedMultiplyAdd(bounded, Vector512.Create(1.44269504f), Vector512.Create(0.5f)));
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), bounded);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> p = Vector512.Create(1f / 720);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        Vector512<int> exponent = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        Vector512<float> result = p * exponent.AsSingle();

        // What is below the bound is 0 (hidden keys have to weigh nothing); what is not a number stays so.
        result = Vector512.ConditionalSelect(Vector512.LessThan(x, lowest), Vector512<float>.Zero, result);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, x);
    }

    /// <summary>
    /// The error function, to 4e-7 absolute, rounding included. Source: Abramowitz, Stegun, "Handbook of mathematical functions", 7.1.26.
    /// </summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="gauss">e^(-x²), which the derivative needs too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x, out Vector512<float> gauss)
    {
        Vector512<float> size = Vector512.Abs(x);
        Vector512<float> t = Vector512<float>.One / Vector512.FusedMultiplyAdd(size, Vector512.Create(0.3275911f), Vector512<float>.One);
        Vector512<float> p = Vector512.Create(1.061405429f);
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-1.453152027f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(1.421413741f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(-0.284496736f));
        p = Vector512.FusedMultiplyAdd(p, t, Vector512.Create(0.254829592f));
        gauss = Exp(-(x * x));
        Vector512<float> positive = Vector512<float>.One - p * t * gauss;
        return Vector512.CopySign(positive, x);
    }
}
