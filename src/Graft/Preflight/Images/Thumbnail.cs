using Graft.Vision;
using SkiaSharp;

namespace Graft.Preflight.Images;

/// <summary>Pictures small enough to put many of them into a page.</summary>
internal static class Thumbnail
{
    private const int SmallFile = 16_000;
    private const int LongestEdge = 224;
    private const int Quality = 80;

    /// <summary>The file's own bytes where they are few and of a format that pages show, else a small JPEG.</summary>
    /// <exception cref="ImageDecodeException">It cannot be decoded.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file, string name)
    {
        RgbImage image = ImageDecoder.DecodeReduced(file.Span, name, LongestEdge, out ImageHeader header);
        if (file.Length <= SmallFile && header is { Orientation: 1, Format: ImageFormat.Png or ImageFormat.Jpeg or ImageFormat.Gif or ImageFormat.WebP })
        {
            return file;
        }

        double scale = Math.Min(1, (double)LongestEdge / Math.Max(image.Width, image.Height));
        RgbImage small = image.Resize(Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)), ResampleFilter.Bilinear);
        return Encode(small);
    }

    private static byte[] Encode(RgbImage image)
    {
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = new byte[info.BytesSize];
        for (int from = 0, to = 0; to < pixels.Length; from += 3, to += 4)
        {
            image.Pixels.Slice(from, 3).CopyTo(pixels.AsSpan(to));
            pixels[to + 3] = byte.MaxValue;
        }

        using SKImage picture = SKImage.FromPixelCopy(info, pixels);
        using SKData jpeg = picture.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }
}
