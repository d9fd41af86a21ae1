using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>The inner loops of <see cref="PointwiseKernel"/> for 32 registers of 512 bits: 8 pixels at a time.</summary>
internal static unsafe class PointwiseTile512
{
    /// <summary>Pixels at a time.</summary>
    public const int Pixels = 8;

    /// <summary>Channels of a panel.</summary>
    public const int Panel = 2 * Lanes;

    private const int Lanes = 16;

    /// <summary>A panel of 32 channels.</summary>
    /// <param name="x">The first pixel's channels.</param>
    /// <param name="xStride">From one pixel to the next.</param>
    /// <param name="w">The panel: [depth,32].</param>
    /// <param name="depth">Channels of x.</param>
    /// <param name="shift">The panel's shift.</param>
    /// <param name="y">Receives the first pixel's results.</param>
    /// <param name="added">What is added to them, or null.</param>
    /// <param name="yStride">From one pixel of y to the next.</param>
    /// <param name="count">Channels to be stored: 24 or 32.</param>
    /// <param name="bounds">Where results are cut off.</param>
    // The compiler keeps locals in registers, not arrays: hence one name an accumulator.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(float* x, nint xStride, float* w, int depth, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
    {
        Vector512<float> left = Vector512.Load(shift), right = Vector512.Load(shift + Lanes), one;
        Vector512<float>
            y0a = left, y0b = right, y1a = left, y1b = right, y2a = left, y2b = right, y3a = left, y3b = right,
            y4a = left, y4b = right, y5a = left, y5b = right, y6a = left, y6b = right, y7a = left, y7b = right;
        float* lower = x + 4 * xStride;
        nint two = 2 * xStride, three = 3 * xStride;
        for (int i = 0; i < depth; i++)
        {
            left = Vector512.Load(w);
            right = Vector512.Load(w + Lanes);
            one = Vector512.Create(*x);
            y0a = Vector512.FusedMultiplyAdd(one, left, y0a);
            y0b = Vector512.FusedMultiplyAdd(one, right, y0b);
            one = Vector512.Create(x[xStride]);
            y1a = Vector512.FusedMultiplyAdd(one, left, y1a);
            y1b = Vector512.FusedMultiplyAdd(one, right, y1b);
            one = Vector512.Create(x[two]);
            y2a = Vector512.FusedMultiplyAdd(one, left, y2a);
            y2b = Vector512.FusedMultiplyAdd(one, right, y2b);
            one = Vector512.Create(x[three]);
            y3a = Vector512.FusedMultiplyAdd(one, left, y3a);
            y3b = Vector512.FusedMultiplyAdd(one, right, y3b);
            one = Vector512.Create(*lower);
            y4a = Vector512.FusedMultiplyAdd(one, left, y4a);
            y4b = Vector512.FusedMultiplyAdd(one, right, y4b);
            one = Vector512.Create(lower[xStride]);
            y5a = Vector512.FusedMultiplyAdd(one, left, y5a);
            y5b = Vector512.FusedMultiplyAdd(one, right, y5b);
            one = Vector512.Create(lower[two]);
            y6a = Vector512.FusedMultiplyAdd(one, left, y6a);
            y6b = Vector512.FusedMultiplyAdd(one, right, y6b);
            one = Vector512.Create(lower[three]);
            y7a = Vector512.FusedMultiplyAdd(one, left, y7a);
            y7b = Vector512.FusedMultiplyAdd(one, right, y7b);
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
        Put(y5a, y5b, y += yStride, addend, count, bounds);
        Put(y6a, y6b, y += yStride, addend, count, bounds);
        Put(y7a, y7b, y + yStride, addend, count, bounds);
    }

    /// <summary>A panel of 16 channels, of which 8 or 16 are stored; see <see cref="Wide"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(float* x, nint xStride, float* w, int depth, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
    {
        Vector512<float> row = Vector512.Load(shift);
        Vector512<float> y0 = row, y1 = row, y2 = row, y3 = row, y4 = row, y5 = row, y6 = row, y7 = row;
        float* lower = x + 4 * xStride;
        nint two = 2 * xStride, three = 3 * xStride;
        for (int i = 0; i < depth; i++)
        {
            row = Vector512.Load(w);
            y0 = Vector512.FusedMultiplyAdd(Vector512.Create(*x), row, y0);
            y1 = Vector512.FusedMultiplyAdd(Vector512.Create(x[xStride]), row, y1);
            y2 = Vector512.FusedMultiplyAdd(Vector512.Create(x[two]), row, y2);
            y3 = Vector512.FusedMultiplyAdd(Vector512.Create(x[three]), row, y3);
            y4 = Vector512.FusedMultiplyAdd(Vector512.Create(*lower), row, y4);
            y5 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[xStride]), row, y5);
            y6 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[two]), row, y6);
            y7 = Vector512.FusedMultiplyAdd(Vector512.Create(lower[three]), row, y7);
            x++;
            lower++;
            w += Lanes;
        }

        nint addend = added is null ? 0 : (nint)added - (nint)y;
        PutPart(y0, y, addend, count, bounds);
        PutPart(y1, y += yStride, addend, count, bounds);
        PutPart(y2, y += yStride, addend, count, bounds);
        PutPart(y3, y += yStride, addend, count, bounds);
        PutPart(y4, y += yStride, addend, count, bounds);
        PutPart(y5, y += yStride, addend, count, bounds);
        PutPart(y6, y += yStride, addend, count, bounds);
        PutPart(y7, y + yStride, addend, count, bounds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector512<float> left, Vector512<float> right, float* y, nint addend, int count, OutputBounds bounds)
    {
        PutPart(left, y, addend, Lanes, bounds);
        PutPart(right, y + Lanes, addend, count - Lanes, bounds);
    }

    // 16 values, or the first 8 of them; what is added lies a fixed number of bytes from y, nothing is added for 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPart(Vector512<float> value, float* y, nint addend, int count, OutputBounds bounds)
    {
        Vector512<float> result = bounds.Of<Simd512, Vector512<float>>(value);
        if (count == Lanes)
        {
            (addend == 0 ? result : result + Vector512.Load((float*)((nint)y + addend))).Store(y);
        }
        else
        {
            Vector256<float> half = result.GetLower();
            (addend == 0 ? half : half + Vector256.Load((float*)((nint)y + addend))).Store(y);
        }
    }
}
