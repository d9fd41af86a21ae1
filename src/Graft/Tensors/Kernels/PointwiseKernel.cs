namespace Graft.Tensors.Kernels;

/// <summary>
/// Products of pixels' channels with a matrix, the convolution by kernels of 1 × 1: (x w + shift, within bounds) + added.
/// </summary>
internal static unsafe class PointwiseKernel
{
    /// <summary>Channels that x w + shift must be a multiple of.</summary>
    public const int ChannelStep = ProductPanel.StoredStep;

    /// <summary>True if the processor has the registers that this is written for.</summary>
    public static bool IsSupported => ProductPanel.IsSupported;

    /// <summary>Elements of a matrix as <see cref="Pack"/> lays it.</summary>
    public static int PackedElements(int inputs, int outputs) => inputs * ProductPanel.Whole(outputs);

    /// <summary>Elements of a shift as <see cref="Pack"/> lays it.</summary>
    public static int ShiftElements(int outputs) => ProductPanel.Whole(outputs);

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
        int whole = ProductPanel.Whole(outputs);
        new Span<float>(packed, PackedElements(inputs, outputs)).Clear();
        new Span<float>(packedShift, whole).Clear();
        new ReadOnlySpan<float>(shift, outputs).CopyTo(new Span<float>(packedShift, outputs));
        for (int first = 0; first < outputs; first += ProductPanel.Columns)
        {
            int width = Math.Min(ProductPanel.Columns, whole - first), count = Math.Min(width, outputs - first);
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
        for (int first = 0; first < outputs; first += ProductPanel.Columns)
        {
            ProductPanel.Run(
                x, inputs, pixels, inputs, packed + (nint)first * inputs, shift + first, y + first, added is null ? null : added + first, outputs,
                Math.Min(ProductPanel.Columns, outputs - first), bounds);
        }
    }
}
