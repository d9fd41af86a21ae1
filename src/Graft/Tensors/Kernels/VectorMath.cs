using System.Runtime.CompilerServices;

namespace Graft.Tensors.Kernels;

/// <summary>Functions of a register full of numbers, exact to about one part in 5 million.</summary>
internal static class VectorMath
{
    /// <summary>e^x; 0 below -87.3, the largest finite number above 88.</summary>
    /// <remarks>x = n ln 2 + r with |r| at most ln 2 / 2; e^r by its Taylor polynomial of degree 6, 2^n by the exponent's bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloats Exp<TFloats>(TFloats x)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats lowest = TFloats.Create(-87.33f);
        TFloats bounded = TFloats.Min(TFloats.Max(x, lowest), TFloats.Create(88f));
        TFloats n = TFloats.Floor(TFloats.MultiplyAdd(bounded, TFloats.Create(1.44269504f), TFloats.Create(0.5f)));
        TFloats r = TFloats.MultiplyAdd(n, TFloats.Create(-0.693359375f), bounded);
        r = TFloats.MultiplyAdd(n, TFloats.Create(2.12194440e-4f), r);
        TFloats p = TFloats.Create(1f / 720);
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1f / 120));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1f / 24));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1f / 6));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(0.5f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1));

        // What is below the bound is 0 (hidden keys have to weigh nothing); what is not a number stays so.
        return TFloats.WhereAtLeast(p * TFloats.PowerOfTwo(n), x, lowest);
    }

    /// <summary>2^x; 0 below -126, for numbers up to 127.</summary>
    /// <remarks>x = n + r with |r| at most 0.5; 2^r by its Taylor polynomial of degree 6, 2^n by the exponent's bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloats Exp2<TFloats>(TFloats x)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats lowest = TFloats.Create(-126), bounded = TFloats.Max(x, lowest);
        TFloats n = TFloats.Floor(bounded + TFloats.Create(0.5f)), r = bounded - n;
        TFloats p = TFloats.Create(1.5403530e-4f);
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1.3333558e-3f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(9.6181291e-3f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(5.5504109e-2f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(0.24022651f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(0.69314718f));
        p = TFloats.MultiplyAdd(p, r, TFloats.Create(1));

        // As above: what is below the bound is 0, what is not a number stays so.
        return TFloats.WhereAtLeast(p * TFloats.PowerOfTwo(n), x, lowest);
    }

    /// <summary>
    /// The error function, to 4e-7 absolute, rounding included. Source: Abramowitz, Stegun, "Handbook of mathematical functions", 7.1.26.
    /// </summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="gauss">e^(-x²), which the derivative needs too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloats Erf<TFloats>(TFloats x, out TFloats gauss)
        where TFloats : struct, IFloats<TFloats>
    {
        TFloats size = TFloats.Abs(x);
        TFloats t = TFloats.Create(1) / TFloats.MultiplyAdd(size, TFloats.Create(0.3275911f), TFloats.Create(1));
        TFloats p = TFloats.Create(1.061405429f);
        p = TFloats.MultiplyAdd(p, t, TFloats.Create(-1.453152027f));
        p = TFloats.MultiplyAdd(p, t, TFloats.Create(1.421413741f));
        p = TFloats.MultiplyAdd(p, t, TFloats.Create(-0.284496736f));
        p = TFloats.MultiplyAdd(p, t, TFloats.Create(0.254829592f));
        gauss = Exp(-(x * x));
        TFloats positive = TFloats.Create(1) - p * t * gauss;
        return TFloats.CopySign(positive, x);
    }
}
