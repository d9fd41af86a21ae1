using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>
/// Products of pixels' channels with a matrix, the convolution by kernels of 1 × 1: (x w + shift, within bounds) + added, 8 pixels by 32 channels at
/// a time in registers. Source: Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008, for the inner kernel.
/// </summary>
internal static unsafe class PointwiseKernel
{
    /// <summary>Channels that x w + shift must be a multiple of.</summary>
    public const int ChannelStep = 8;

    private const int Pixels = 8, Lanes = 16, Panel = 2 * Lanes;

    /// <summary>True if the processor has the registers that this is written for.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>Elements of a matrix as <see cref="Pack"/> lays it.</summary>
    public static int PackedElements(int inputs, int outputs) => inputs * Whole(outputs);

    /// <summary>Elements of a shift as <see cref="Pack"/> lays it.</summary>
    public static int ShiftElements(int outputs) => Whole(outputs);

    /// <summary>Lays a matrix so that the kernel reads it from front to back: panels of 32 channels, the last one of 16 where that is enough.</summary>
    /// <param name="weight">[outputs,inputs]</param>
    /// <param name="scale">Factor of each output: [outputs].</param>
    /// <param name="shift">[outputs]</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of the result, a multiple of <see cref="ChannelStep"/>.</param>
    /// <param name="packed">Receives the matrix; <see cref="PackedElements"/>.</param>
    /// <param name="packedShift">Receives the shift; <see cref="ShiftElements"/>.</param>
    public static void Pack(float* weight, float* scale, float* shift, int inputs, int outputs, float* packed, float* packedShift)
    {
        int whole = Whole(outputs);
        new Span<float>(packed, PackedElements(inputs, outputs)).Clear();
        new Span<float>(packedShift, whole).Clear();
        new ReadOnlySpan<float>(shift, outputs).CopyTo(new Span<float>(packedShift, outputs));
        for (int first = 0; first < outputs; first += Panel)
        {
            int width = Math.Min(Panel, whole - first), count = Math.Min(width, outputs - first);
            float* panel = packed + (nint)first * inputs;

            float* to = panel;
            for (int i = 0; i < inputs; i++, to += width)
            {
                float* from = weight + (nint)first * inputs + i;
                for (int column = 0; column < count; column++, from += inputs)
                {
                    to[column] = *from * scale[first + column];
                }
            }
        }
    }

    /// <summary>y = (x w + shift, within bounds) + added.</summary>
    /// <param name="x">[pixels,inputs]</param>
    /// <param name="pixels">At least 1.</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="packed">The matrix, as <see cref="Pack"/> lays it.</param>
    /// <param name="shift">The shift, likewise.</param>
    /// <param name="y">[pixels,outputs], receives the result; must not overlap the others.</param>
    /// <param name="outputs">Channels of y, a multiple of <see cref="ChannelStep"/>.</param>
    /// <param name="bounds">Where x w + shift is cut off.</param>
    /// <param name="added">[pixels,outputs] to be added then, or null.</param>
    public static void Run(float* x, int pixels, int inputs, float* packed, float* shift, float* y, int outputs, OutputBounds bounds, float* added)
    {
        int whole = Whole(outputs);
        for (int first = 0; first < whole; first += Panel)
        {
            int count = Math.Min(Panel, outputs - first);
            float* panel = packed + (nint)first * inputs;

            // Fewer pixels than the kernel takes: each by itself, written eight times. The last ones of more: with some before them.
            for (int pixel = 0; pixel < pixels; pixel += pixels < Pixels ? 1 : Pixels)
            {
                int at = pixels < Pixels ? pixel : Math.Min(pixel, pixels - Pixels);
                nint stride = pixels < Pixels ? 0 : 1, place = (nint)at * outputs + first;
                float* addend = added is null ? null : added + place;
                if (count > Lanes)
                {
                    Wide(x + (nint)at * inputs, stride * inputs, panel, inputs, shift + first, y + place, addend, stride * outputs, count, bounds);
                }
                else
                {
                    Narrow(x + (nint)at * inputs, stride * inputs, panel, inputs, shift + first, y + place, addend, stride * outputs, count, bounds);
                }
            }
        }
    }

    private static int Whole(int outputs) => (outputs + Lanes - 1) / Lanes * Lanes;

    // The compiler keeps locals in registers, not arrays: hence one name an accumulator.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(float* x, nint xStride, float* w, int depth, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(float* x, nint xStride, float* w, int depth, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
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
        Vector512<float> result = bounds.Of(value);
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
