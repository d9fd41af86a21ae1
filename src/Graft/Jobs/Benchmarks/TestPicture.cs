using SkiaSharp;

namespace Graft.Jobs.Benchmarks;

/// <summary>A picture to measure with: a gradient with some fine structure.</summary>
internal static class TestPicture
{
    private const int Quality = 90;

    /// <summary>The picture as a JPEG file.</summary>
    public static byte[] Encode(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((byte)(255 * x / width), (byte)(255 * y / height), (byte)((x * y) & 0xFF)));
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
