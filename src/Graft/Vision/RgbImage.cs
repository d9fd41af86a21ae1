using Graft.Vision.Decoding;
using Graft.Vision.Resampling;

namespace Graft.Vision;

/// <summary>
/// A picture of 8-bit red, green and blue samples, row by row, three bytes a pixel. It never changes after it
/// is built, so it may be shared between threads.
/// </summary>
public sealed class RgbImage
{
    /// <summary>Bytes kept free behind the last pixel, so that vector code may read and write whole registers.</summary>
    internal const int Padding = 16;

    /// <summary>Largest number of pixels that a picture may have (the limit of Pillow: 0.5 GB of RGB).</summary>
    internal const long MaxPixels = 178_956_970;

    private readonly byte[] _buffer;

    /// <summary>Copies the pixels of a picture.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">[h,w,3], row-major, red first: height x width x 3 bytes.</param>
    /// <exception cref="ArgumentException">The sizes are not positive, too large, or do not fit the pixels.</exception>
    public RgbImage(int width, int height, ReadOnlySpan<byte> pixels)
    {
        _buffer = NewBuffer(width, height);
        Width = width;
        Height = height;
        if (pixels.Length != ByteCount)
        {
            throw new ArgumentException(
                $"{width}x{height} pixels take {ByteCount} bytes of RGB, but {pixels.Length} were given.", nameof(pixels));
        }

        pixels.CopyTo(_buffer);
    }

    private RgbImage(byte[] buffer, int width, int height)
    {
        Width = width;
        Height = height;
        _buffer = buffer;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The samples, [h,w,3]: row-major, red, green, blue.</summary>
    public ReadOnlySpan<byte> Pixels => _buffer.AsSpan(0, ByteCount);

    /// <summary>The samples and <see cref="Padding"/> bytes behind them.</summary>
    internal ReadOnlySpan<byte> PaddedPixels => _buffer;

    private int ByteCount => Width * Height * 3;

    /// <summary>Resizes as Pillow does, bit for bit: see <see cref="ResampleFilter"/>.</summary>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    /// <param name="filter">How neighbouring pixels are weighed.</param>
    /// <returns>A new picture of the wanted size.</returns>
    /// <exception cref="ArgumentException">The wanted size is not positive or too large.</exception>
    public RgbImage Resize(int width, int height, ResampleFilter filter)
    {
        byte[] resized = NewBuffer(width, height);
        Resampler.Resample(this, width, height, filter, new PixelWindow(0, 0, width, height), resized);
        return TakeOver(resized, width, height);
    }

    /// <summary>Cuts out a part.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <returns>A new picture of the part.</returns>
    /// <exception cref="ArgumentException">The part is empty or reaches beyond the picture.</exception>
    public RgbImage Crop(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || width < 1 || height < 1 || width > Width - left || height > Height - top)
        {
            throw new ArgumentException($"The part {width}x{height} at ({left},{top}) does not lie within {Width}x{Height} pixels.");
        }

        byte[] part = NewBuffer(width, height);
        Resampler.Copy(this, new PixelWindow(left, top, width, height), part);
        return TakeOver(part, width, height);
    }

    /// <summary>Mirrors left to right.</summary>
    /// <returns>A new picture.</returns>
    public RgbImage FlipHorizontally() => Orienter.Upright(this, orientation: 2);

    /// <summary>Makes a picture of a buffer from <see cref="NewBuffer"/>, without a copy: nobody may write to it any more.</summary>
    internal static RgbImage TakeOver(byte[] buffer, int width, int height) => new(buffer, width, height);

    /// <summary>An uninitialised buffer for a picture and its padding.</summary>
    internal static byte[] NewBuffer(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((long)width * height > MaxPixels)
        {
            throw new ArgumentException($"{width}x{height} is more than the {MaxPixels:N0} pixels that a picture may have.");
        }

        return GC.AllocateUninitializedArray<byte>((width * height * 3) + Padding);
    }
}
