using System.Runtime.CompilerServices;

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
        Floats512 left = Floats512.Load(shift), right = Floats512.Load(shift + Lanes), one;
        Floats512
            y0a = left, y0b = right, y1a = left, y1b = right, y2a = left, y2b = right, y3a = left, y3b = right,
            y4a = left, y4b = right, y5a = left, y5b = right, y6a = left, y6b = right, y7a = left, y7b = right;
        float* lower = x + 4 * xStride;
        nint two = 2 * xStride, three = 3 * xStride;
        for (int i = 0; i < depth; i++)
        {
            left = Floats512.Load(w);
            right = Floats512.Load(w + Lanes);
            one = Floats512.Create(*x);
            y0a = Floats512.MultiplyAdd(one, left, y0a);
            y0b = Floats512.MultiplyAdd(one, right, y0b);
            one = Floats512.Create(x[xStride]);
            y1a = Floats512.MultiplyAdd(one, left, y1a);
            y1b = Floats512.MultiplyAdd(one, right, y1b);
            one = Floats512.Create(x[two]);
            y2a = Floats512.MultiplyAdd(one, left, y2a);
            y2b = Floats512.MultiplyAdd(one, right, y2b);
            one = Floats512.Create(x[three]);
            y3a = Floats512.MultiplyAdd(one, left, y3a);
            y3b = Floats512.MultiplyAdd(one, right, y3b);
            one = Floats512.Create(*lower);
            y4a = Floats512.MultiplyAdd(one, left, y4a);
            y4b = Floats512.MultiplyAdd(one, right, y4b);
            one = Floats512.Create(lower[xStride]);
            y5a = Floats512.MultiplyAdd(one, left, y5a);
            y5b = Floats512.MultiplyAdd(one, right, y5b);
            one = Floats512.Create(lower[two]);
            y6a = Floats512.MultiplyAdd(one, left, y6a);
            y6b = Floats512.MultiplyAdd(one, right, y6b);
            one = Floats512.Create(lower[three]);
            y7a = Floats512.MultiplyAdd(one, left, y7a);
            y7b = Floats512.MultiplyAdd(one, right, y7b);
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
        Floats512 row = Floats512.Load(shift);
        Floats512 y0 = row, y1 = row, y2 = row, y3 = row, y4 = row, y5 = row, y6 = row, y7 = row;
        float* lower = x + 4 * xStride;
        nint two = 2 * xStride, three = 3 * xStride;
        for (int i = 0; i < depth; i++)
        {
            row = Floats512.Load(w);
            y0 = Floats512.MultiplyAdd(Floats512.Create(*x), row, y0);
            y1 = Floats512.MultiplyAdd(Floats512.Create(x[xStride]), row, y1);
            y2 = Floats512.MultiplyAdd(Floats512.Create(x[two]), row, y2);
            y3 = Floats512.MultiplyAdd(Floats512.Create(x[three]), row, y3);
            y4 = Floats512.MultiplyAdd(Floats512.Create(*lower), row, y4);
            y5 = Floats512.MultiplyAdd(Floats512.Create(lower[xStride]), row, y5);
            y6 = Floats512.MultiplyAdd(Floats512.Create(lower[two]), row, y6);
            y7 = Floats512.MultiplyAdd(Floats512.Create(lower[three]), row, y7);
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
    private static void Put(Floats512 left, Floats512 right, float* y, nint addend, int count, OutputBounds bounds)
    {
        PutPart(left, y, addend, Lanes, bounds);
        PutPart(right, y + Lanes, addend, count - Lanes, bounds);
    }

    // 16 values, or the first 8 of them; what is added lies a fixed number of bytes from y, nothing is added for 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPart(Floats512 value, float* y, nint addend, int count, OutputBounds bounds)
    {
        Floats512 result = bounds.Of(value);
        if (count == Lanes)
        {
            Floats512.Store(addend == 0 ? result : result + Floats512.Load((float*)((nint)y + addend)), y);
        }
        else
        {
            Floats256 half = Floats512.LowerHalf(result);
            Floats256.Store(addend == 0 ? half : half + Floats256.Load((float*)((nint)y + addend)), y);
        }
    }
}
