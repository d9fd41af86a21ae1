using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>How fast this machine multiplies matrices in each format: no flag of the processor tells.</summary>
/// <param name="Float32Gflops">Single precision, in 10^9 operations a second.</param>
/// <param name="BFloat16Gflops">bfloat16; null where the library has no such product.</param>
public sealed record ProductRates(double Float32Gflops, double? BFloat16Gflops)
{
    // Below that, what is lost in conversions and precision is not worth it.
    private const double WorthwhileGain = 1.3;

    // A layer of the size that most models have, small enough to take a few milliseconds.
    private const int Rows = 1024, Width = 768, Rounds = 6;

    // A look at a fraction of it: where a format is far behind, a whole product of it would take a tenth of a second.
    private const int FewRows = 64;
    private const double FarBehind = 0.4;

    /// <summary>The faster format.</summary>
    public ComputeFormat Best => BFloat16Gflops > WorthwhileGain * Float32Gflops ? ComputeFormat.Bfloat16 : ComputeFormat.Float32;

    /// <summary>Measures, in some 60 milliseconds. The formats take turns, so that what disturbs one disturbs the other.</summary>
    public static ProductRates Measure()
    {
        Native.TorchLibrary.EnsureLoaded();
        double single = 0, look = Look(ScalarType.Float32) ?? 0;
        double? brief = Look(ScalarType.BFloat16);
        if (brief < FarBehind * look)
        {
            return new ProductRates(look, brief);
        }

        for (int round = 0; round < Rounds; round++)
        {
            single = Math.Max(single, Gflops(ScalarType.Float32, Rows, Width, Width, tries: 1) ?? throw new GraftException("libtorch cannot multiply matrices."));
            brief = brief is null || Gflops(ScalarType.BFloat16, Rows, Width, Width, tries: 1) is not { } rate ? null : Math.Max(brief.Value, rate);
        }

        return new ProductRates(single, brief);
    }

    private static double? Look(ScalarType format) => Gflops(format, FewRows, Width, Width, tries: 3);

    /// <summary>The rate of x Wᵀ: the best of a few tries, since what disturbs a try only slows it.</summary>
    /// <param name="format">Of both factors.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="inputs">Columns of x and W.</param>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="tries">Number of tries after one that warms up.</param>
    /// <returns>10^9 operations a second, or null where there is no such product.</returns>
    internal static double? Gflops(ScalarType format, int rows, int inputs, int outputs, int tries = 5)
    {
        using IDisposable gradientsOff = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones([rows, inputs], dtype: format), weight = ones([outputs, inputs], dtype: format);
        return Rate(2.0 * rows * inputs * outputs, () => nn.functional.linear(x, weight), tries);
    }

    /// <summary>The rate of a product, found in the same way.</summary>
    /// <param name="operations">Operations of the product.</param>
    /// <param name="product">Computes it.</param>
    /// <param name="tries">Number of tries after one that warms up.</param>
    /// <returns>10^9 operations a second, or null where libtorch has no such product.</returns>
    internal static double? Rate(double operations, Func<Tensor> product, int tries = 5)
    {
        try
        {
            double best = double.PositiveInfinity;
            for (int i = 0; i <= tries; i++)
            {
                long start = Stopwatch.GetTimestamp();
                product().Dispose();
                best = i == 0 ? best : Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return operations / 1e9 / best;
        }
        catch (ExternalException)
        {
            return null;
        }
    }
}
