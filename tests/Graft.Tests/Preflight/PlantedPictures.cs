using Graft.Tensors;
using Graft.Vision;
using SkiaSharp;

namespace Graft.Tests.Preflight;

/// <summary>Pictures, and what happens to them when they are passed on.</summary>
internal static class PlantedPictures
{
    /// <summary>A picture of coloured shapes, as a JPEG; each seed draws another.</summary>
    public static byte[] Photo(int seed, int width = 200, int height = 150)
    {
        var random = new SeededRandom((ulong)seed);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(Colour());
        for (int shape = 0; shape < 12; shape++)
        {
            paint.Color = Colour();
            if (shape % 2 == 0)
            {
                canvas.DrawCircle(random.NextInt(width), random.NextInt(height), 6 + random.NextInt(44), paint);
            }
            else
            {
                canvas.DrawRect(random.NextInt(width), random.NextInt(height), 6 + random.NextInt(75), 6 + random.NextInt(56), paint);
            }
        }

        canvas.Flush();
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
        return data.ToArray();

        SKColor Colour() => new((byte)random.NextInt(256), (byte)random.NextInt(256), (byte)random.NextInt(256));
    }

    /// <summary>The same picture as another file.</summary>
    /// <param name="file">The picture's file.</param>
    /// <param name="quality">Quality of the JPEG, 1 to 100.</param>
    /// <param name="scale">Factor on the edges.</param>
    /// <param name="brightness">Factor on the colours.</param>
    public static byte[] Changed(byte[] file, int quality, double scale = 1, double brightness = 1)
    {
        RgbImage image = ImageDecoder.Decode(file);
        image = scale == 1 ? image : image.Resize((int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale), ResampleFilter.Bicubic);
        byte[] lit = [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Min(255, Math.Round(value * brightness)))];
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = new byte[info.BytesSize];
        ReadOnlySpan<byte> samples = image.Pixels;
        for (int from = 0, to = 0; to < pixels.Length; from += 3, to += 4)
        {
            (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = (lit[samples[from]], lit[samples[from + 1]], lit[samples[from + 2]], 255);
        }

        using SKImage changed = SKImage.FromPixelCopy(info, pixels);
        using SKData data = changed.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
}
}
