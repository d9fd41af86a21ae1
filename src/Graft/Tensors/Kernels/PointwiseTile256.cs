using System.Runtime.CompilerServices;

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
        Floats256 left = Floats256.Load(shift), right = Floats256.Load(shift + Lanes), one;
        Floats256
            y0a = left, y0b = right, y1a = left, y1b = right, y2a = left, y2b = right,
            y3a = left, y3b = right, y4a = left, y4b = right, y5a = left, y5b = right;
        float* lower = x + 3 * xStride;
        nint two = 2 * xStride;
        for (int i = 0; i < depth; i++)
        {
            left = Floats256.Load(w);
            right = Floats256.Load(w + Lanes);
            one = Floats256.Create(*x);
            y0a = Floats256.MultiplyAdd(one, left, y0a);
            y0b = Floats256.MultiplyAdd(one, right, y0b);
            one = Floats256.Create(x[xStride]);
            y1a = Floats256.MultiplyAdd(one, left, y1a);
            y1b = Floats256.MultiplyAdd(one, right, y1b);
            one = Floats256.Create(x[two]);
            y2a = Floats256.MultiplyAdd(one, left, y2a);
            y2b = Floats256.MultiplyAdd(one, right, y2b);
            one = Floats256.Create(*lower);
            y3a = Floats256.MultiplyAdd(one, left, y3a);
            y3b = Floats256.MultiplyAdd(one, right, y3b);
            one = Floats256.Create(lower[xStride]);
            y4a = Floats256.MultiplyAdd(one, left, y4a);
            y4b = Floats256.MultiplyAdd(one, right, y4b);
            one = Floats256.Create(lower[two]);
            y5a = Floats256.MultiplyAdd(one, left, y5a);
            y5b = Floats256.MultiplyAdd(one, right, y5b);
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
    private static void Put(Floats256 left, Floats256 right, float* y, nint addend, int count, OutputBounds bounds)
    {
        PutHalf(left, y, addend, bounds);
        if (count > Lanes)
        {
            PutHalf(right, y + Lanes, addend, bounds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutHalf(Floats256 value, float* y, nint addend, OutputBounds bounds)
    {
        Floats256 result = bounds.Of(value);
        Floats256.Store(addend == 0 ? result : result + Floats256.Load((float*)((nint)y + addend)), y);
    }
}
