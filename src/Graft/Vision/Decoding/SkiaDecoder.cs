using System.Buffers;
using SkiaSharp;

namespace Graft.Vision.Decoding;

/// <summary>Decodes JPEG and WebP with Skia (libjpeg-turbo, libwebp), without colour management and without premultiplying.</summary>
internal static class SkiaDecoder
{
    /// <summary>The stored picture, its orientation not applied.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="scale">1 for the whole size; less asks JPEG for a smaller picture, in eighths, out of the same bytes.</param>
    public static unsafe RgbImage Decode(EncodedImage file, ImageHeader header, float scale = 1)
    {
        fixed (byte* encoded = file.Bytes)
        {
            // No copy: data and codec live no longer than the pinned bytes.
            using SKData data = SKData.Create((nint)encoded, file.Length);
            using SKCodec? codec = SKCodec.Create(data);
            if (codec is null)
            {
                throw file.Error($"The {header.Format} data is damaged or cut, or of a kind that cannot be decoded.");
            }

            if (codec.Info.Width != header.StoredWidth || codec.Info.Height != header.StoredHeight)
            {
                throw file.Error(
                    $"The file's parts disagree on its size: {header.StoredWidth}x{header.StoredHeight}, {codec.Info.Width}x{codec.Info.Height}.");
            }

            return Decode(file, codec, scale < 1 && header.Format == ImageFormat.Jpeg ? codec.GetScaledDimensions(scale) : codec.Info.Size);
        }
    }

    private static unsafe RgbImage Decode(EncodedImage file, SKCodec codec, SKSizeI size)
    {
        SKAlphaType alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha, colorspace: null);
        byte[] rgba = ArrayPool<byte>.Shared.Rent(info.BytesSize);
        try
        {
            SKCodecResult result;
            fixed (byte* target = rgba)
            {
                result = codec.GetPixels(info, (nint)target);
            }

            if (result != SKCodecResult.Success)
            {
                throw result == SKCodecResult.IncompleteInput
                    ? file.Truncated()
                    : file.Error($"The {codec.EncodedFormat} data is damaged ({result}).");
            }

            byte[] rgb = RgbImage.NewBuffer(info.Width, info.Height);
            PixelPacker.DropAlpha(rgba.AsSpan(0, info.BytesSize), rgb);
            return RgbImage.TakeOver(rgb, info.Width, info.Height);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }
}
