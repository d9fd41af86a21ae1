using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace Graft.Vision.Resampling;

/// <summary>
/// Separable resampling of 8-bit RGB with the arithmetic of Pillow 13 (Imaging/Resample.c): fixed point weights,
/// each pass rounded to 8 bits, the vertical pass first where it shrinks the picture more.
/// </summary>
internal static class Resampler
{
    /// <summary>The best instructions of this processor.</summary>
    public static ResampleInstructions Best =>
        Avx512F.IsSupported && Avx512BW.IsSupported ? ResampleInstructions.Avx512
        : Avx2.IsSupported ? ResampleInstructions.Avx2
        : ResampleInstructions.Scalar;

    /// <summary>Resizes a whole picture and writes a window of the result.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="width">Columns of the whole resized picture.</param>
    /// <param name="height">Rows of the whole resized picture.</param>
    /// <param name="filter">How pixels are weighed.</param>
    /// <param name="window">The part of the resized picture that is wanted; only this is computed.</param>
    /// <param name="target">[h,w,3] of the window, and <see cref="RgbImage.Padding"/> bytes behind it.</param>
    public static void Resample(
        RgbImage source, int width, int height, ResampleFilter filter, PixelWindow window, Span<byte> target) =>
        Resample(
            source, ResampleAxis.Whole(source.Width, width), ResampleAxis.Whole(source.Height, height), filter, window, target, Best);

    /// <summary>Resizes a part of a picture and writes a window of the result.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="horizontal">How the columns are resized.</param>
    /// <param name="vertical">How the rows are resized.</param>
    /// <param name="filter">How pixels are weighed.</param>
    /// <param name="window">The part of the resized picture that is wanted; only this is computed.</param>
    /// <param name="target">[h,w,3] of the window, and <see cref="RgbImage.Padding"/> bytes behind it.</param>
    /// <param name="instructions">Which instructions to use.</param>
    public static void Resample(
        RgbImage source, ResampleAxis horizontal, ResampleAxis vertical, ResampleFilter filter, PixelWindow window,
        Span<byte> target, ResampleInstructions instructions)
    {
        if (horizontal.IsCopy && vertical.IsCopy)
        {
            Copy(source, window, target);
            return;
        }

        if (filter == ResampleFilter.Nearest)
        {
            NearestResampler.Resample(source, horizontal, vertical, window, target);
            return;
        }

        AxisWeights? columns = horizontal.IsCopy ? null : AxisWeights.Create(filter, horizontal, window.Left, window.Width);
        AxisWeights? rows = vertical.IsCopy ? null : AxisWeights.Create(filter, vertical, window.Top, window.Height);
        Run(source, columns, rows, VerticalFirst(horizontal, vertical), window, target, instructions);
    }

    /// <summary>Copies a part of a picture, [h,w,3].</summary>
    public static void Copy(RgbImage source, PixelWindow window, Span<byte> target)
    {
        int rowBytes = window.Width * 3;
        for (int y = 0; y < window.Height; y++)
        {
            source.Pixels.Slice((((window.Top + y) * source.Width) + window.Left) * 3, rowBytes).CopyTo(target[(y * rowBytes)..]);
        }
    }

    /// <summary>Pillow 13: vertical first if it removes more than twice as many rows as columns go.</summary>
    internal static bool VerticalFirst(ResampleAxis horizontal, ResampleAxis vertical) =>
        vertical.TargetSize < vertical.SourceSize
        && vertical.SourceSize - (long)vertical.TargetSize > 2 * (horizontal.SourceSize - (long)horizontal.TargetSize);

    private static void Run(
        RgbImage source, AxisWeights? columns, AxisWeights? rows, bool verticalFirst, PixelWindow window,
        Span<byte> target, ResampleInstructions instructions)
    {
        // The rows and columns of the source that the window needs.
        int top = rows?.SourceStart ?? window.Top;
        int left = columns?.SourceStart ?? window.Left;
        int sourceRows = (rows?.SourceEnd ?? window.Top + window.Height) - top;
        int sourceColumns = (columns?.SourceEnd ?? window.Left + window.Width) - left;
        var view = new PixelView(source.PaddedPixels[(((top * source.Width) + left) * 3)..], source.Width * 3);

        if (columns is null)
        {
            VerticalPass.Run(view, sourceColumns, rows!, top, target, instructions);
        }
        else if (rows is null)
        {
            HorizontalPass.Run(view, sourceRows, columns, left, target, instructions);
        }
        else
        {
            int between = verticalFirst ? window.Height * sourceColumns : sourceRows * window.Width;
            byte[] half = ArrayPool<byte>.Shared.Rent((between * 3) + RgbImage.Padding);
            if (verticalFirst)
            {
                VerticalPass.Run(view, sourceColumns, rows, top, half, instructions);
                HorizontalPass.Run(new PixelView(half, sourceColumns * 3), window.Height, columns, left, target, instructions);
            }
            else
            {
                HorizontalPass.Run(view, sourceRows, columns, left, half, instructions);
                VerticalPass.Run(new PixelView(half, window.Width * 3), window.Width, rows, top, target, instructions);
            }

            ArrayPool<byte>.Shared.Return(half);
        }
    }
}
