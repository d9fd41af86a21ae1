using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>The inner loop of <see cref="PointwiseKernel"/> for 16 registers of 256 bits: 6 pixels at a time.</summary>
internal static unsafe class PointwiseTile256
{
    /// <summary>Pixels at a time.</summary>
    public const int Pixels = 6;

    /// <summary>Channels of a panel.</summary>
    public const int Panel = 2 * Lanes;

    private const int Lanes = 8;

    /// <summary>A panel of 16 channels, of which 8 or 16 are stored.</summary>
    /// <param name="x">The first pixel's channels.</param>
    /// <param name="xStride">From one pixel to the next.</param>
    /// <param name="w">The panel: [depth,16].</param>
    /// <param name="depth">Channels of x.</param>
    /// <param name="shift">The panel's shift.</param>
    /// <param name="y">Receives the first pixel's results.</param>
    /// <param name="added">What is added to them, or null.</param>
    /// <param name="yStride">From one pixel of y to the next.</param>
    /// <param name="count">Channels to be stored: 8 or 16.</param>
    /// <param name="bounds">Where results are cut off.</param>
    // 12 sums, 2 registers of weights and 1 of x: all there are but one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, nint xStride, float* w, int depth, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
    {
        Vector256<float> left = Vector256.Load(shift), right = Vector256.Load(shift + Lanes), one;
        Vector256<float>
            y0a = left, y0b = right, y1a = left, y1b = right, y2a = left, y2b = right,
            y3a = left, y3b = right, y4a = left, y4b = right, y5a = left, y5b = right;
        float* lower = x + 3 * xStride;
        nint two = 2 * xStride;
        for (int i = 0; i < depth; i++)
        {
            left = Vector256.Load(w);
            right = Vector256.Load(w + Lanes);
            one = Vector256.Create(*x);
            y0a = Vector256.FusedMultiplyAdd(one, left, y0a);
            y0b = Vector256.FusedMultiplyAdd(one, right, y0b);
            one = Vector256.Create(x[xStride]);
            y1a = Vector256.FusedMultiplyAdd(one, left, y1a);
            y1b = Vector256.FusedMultiplyAdd(one, right, y1b);
            one = Vector256.Create(x[two]);
            y2a = Vector256.FusedMultiplyAdd(one, left, y2a);
            y2b = Vector256.FusedMultiplyAdd(one, right, y2b);
            one = Vector256.Create(*lower);
            y3a = Vector256.FusedMultiplyAdd(one, left, y3a);
            y3b = Vector256.FusedMultiplyAdd(one, right, y3b);
            one = Vector256.Create(lower[xStride]);
            y4a = Vector256.FusedMultiplyAdd(one, left, y4a);
            y4b = Vector256.FusedMultiplyAdd(one, right, y4b);
            one = Vector256.Create(lower[two]);
            y5a = Vector256.FusedMultiplyAdd(one, left, y5a);
            y5b = Vector256.FusedMultiplyAdd(one, right, y5b);
            x++;
            lower++;
            w += Panel;
        }

        nint addend = added is null ? 0 : (nint)added - (nint)y;
        Put(y0a, y0b, y, addend, count, bounds);
        Put(y1a, y1b, y += yStride, addend, count, bounds);
        Put(y2a, y2b, y += yStride, addend, count, bounds);
        Put(y3a, y3b, y += yStride, addend, count, bounds);
        Put(y4a, y4b, y += yStride, addend, count, bounds);
        Put(y5a, y5b, y + yStride, addend, count, bounds);
    }

    // What is added lies a fixed number of bytes from y; nothing is added for 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<float> left, Vector256<float> right, float* y, nint addend, int count, OutputBounds bounds)
    {
        PutHalf(left, y, addend, bounds);
        if (count > Lanes)
        {
            PutHalf(right, y + Lanes, addend, bounds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutHalf(Vector256<float> value, float* y, nint addend, OutputBounds bounds)
    {
        Vector256<float> result = bounds.Of<Simd256, Vector256<float>>(value);
        (addend == 0 ? result : result + Vector256.Load((float*)((nint)y + addend))).Store(y);
    }
}
