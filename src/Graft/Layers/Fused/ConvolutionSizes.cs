using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>Sizes of a convolution and of the maps that it gets and gives, in pixels.</summary>
/// <param name="Kernel">Side of the kernels.</param>
/// <param name="Stride">Pixels of x from one pixel of the result to the next.</param>
/// <param name="Before">Zeros at the left and upper edge.</param>
/// <param name="After">Zeros at the right and lower edge.</param>
/// <param name="Height">Rows of x.</param>
/// <param name="Width">Columns of x.</param>
internal readonly record struct ConvolutionSizes(int Kernel, int Stride, int Before, int After, int Height, int Width)
{
    /// <summary>Those of a convolution of a map.</summary>
    /// <param name="convolution">The convolution.</param>
    /// <param name="x">[b,inputs,h,w]</param>
    public static ConvolutionSizes Of(Convolution convolution, Tensor x)
    {
        (long before, long after) = convolution.Padding;
        return new ConvolutionSizes(
            (int)convolution.Weight.shape[2], (int)convolution.Stride, (int)before, (int)after, (int)x.shape[2], (int)x.shape[3]);
    }

    /// <summary>False where the map with its zeros is smaller than a kernel: then there is no result.</summary>
    public bool HasResult => Height + Before + After >= Kernel && Width + Before + After >= Kernel;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight => (Height + Before + After - Kernel) / Stride + 1;

    /// <summary>Columns of the result.</summary>
    public int OutputWidth => (Width + Before + After - Kernel) / Stride + 1;

    /// <summary>The rows of x that rows of the result look at.</summary>
    public (int From, int To) InputRows(int from, int to) =>
        (Math.Max(0, from * Stride - Before), Math.Min(Height, (to - 1) * Stride - Before + Kernel));

    /// <summary>Of the rows of a kernel at a row of the result: the row of x that the first meets, or would before the map; the first on the map; how many are.</summary>
    public (int Top, int First, int Count) KernelRows(int row)
    {
        int top = row * Stride - Before, first = Math.Max(0, -top);
        return (top, first, Math.Min(Kernel, Height - top) - first);
    }
}
