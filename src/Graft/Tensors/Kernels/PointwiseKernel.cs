using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>
/// Products of pixels' channels with a matrix, the convolution by kernels of 1 × 1: (x w + shift, within bounds) + added, 8 pixels by 32 channels at
/// a time in registers, or 6 by 16 where the processor has smaller ones. Source: Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008, for the inner kernel.
/// </summary>
internal static unsafe class PointwiseKernel
{
    /// <summary>Channels that x w + shift must be a multiple of.</summary>
    public const int ChannelStep = 8;

    private const int Step = 16;

    /// <summary>True if the processor has the registers that this is written for.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && Fma.IsSupported);

    private static int Pixels => Vector512.IsHardwareAccelerated ? PointwiseTile512.Pixels : PointwiseTile256.Pixels;

    private static int Panel => Vector512.IsHardwareAccelerated ? PointwiseTile512.Panel : PointwiseTile256.Panel;

    /// <summary>Elements of a matrix as <see cref="Pack"/> lays it.</summary>
    public static int PackedElements(int inputs, int outputs) => inputs * Whole(outputs);

    /// <summary>Elements of a shift as <see cref="Pack"/> lays it.</summary>
    public static int ShiftElements(int outputs) => Whole(outputs);

    /// <summary>Lays a matrix so that the kernel reads it from front to back: panels of as many channels as the registers take, the last one of 16 where that is enough.</summary>
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

            // Fewer pixels than the kernel takes: each by itself, written as often as it takes. The last ones of more: with some before them.
            for (int pixel = 0; pixel < pixels; pixel += pixels < Pixels ? 1 : Pixels)
            {
                int at = pixels < Pixels ? pixel : Math.Min(pixel, pixels - Pixels);
                nint stride = pixels < Pixels ? 0 : 1, place = (nint)at * outputs + first;
                float* addend = added is null ? null : added + place;
                if (!Vector512.IsHardwareAccelerated)
                {
                    PointwiseTile256.Run(x + (nint)at * inputs, stride * inputs, panel, inputs, shift + first, y + place, addend, stride * outputs, count, bounds);
                }
                else if (count > Step)
                {
                    PointwiseTile512.Wide(x + (nint)at * inputs, stride * inputs, panel, inputs, shift + first, y + place, addend, stride * outputs, count, bounds);
                }
                else
                {
                    PointwiseTile512.Narrow(x + (nint)at * inputs, stride * inputs, panel, inputs, shift + first, y + place, addend, stride * outputs, count, bounds);
                }
            }
        }
    }

    private static int Whole(int outputs) => (outputs + Step - 1) / Step * Step;
}
