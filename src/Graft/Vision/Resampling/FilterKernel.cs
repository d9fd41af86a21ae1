namespace Graft.Vision.Resampling;

/// <summary>The curves of the resampling filters, as Pillow defines them (double precision unless said otherwise).</summary>
internal static class FilterKernel
{
    /// <summary>Half of the filter's width in pixels of the coarser picture.</summary>
    public static double HalfWidth(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => 0.5,
        ResampleFilter.Bilinear or ResampleFilter.Hamming => 1,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "not a filter with weights"),
    };

    /// <summary>The filter's weight at distance <paramref name="x"/> from its centre.</summary>
    public static double Weight(ResampleFilter filter, double x) => filter switch
    {
        ResampleFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
        ResampleFilter.Bilinear => Math.Max(0, 1 - Math.Abs(x)),
        ResampleFilter.Hamming => Hamming(Math.Abs(x)),
        ResampleFilter.Bicubic => Bicubic(Math.Abs(x)),
        ResampleFilter.Lanczos => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "not a filter with weights"),
    };

    // The two constants are of single precision.
    private static double Hamming(double x) => x switch
    {
        0 => 1,
        >= 1 => 0,
        _ => Math.Sin(x * Math.PI) / (x * Math.PI) * (0.54f + (0.46f * Math.Cos(x * Math.PI))),
    };

    private static double Bicubic(double x)
    {
        const double a = -0.5;
        return x switch
        {
            < 1 => ((((a + 2) * x) - (a + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * a,
            _ => 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
