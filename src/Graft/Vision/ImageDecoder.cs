using Graft.Vision.Decoding;

namespace Graft.Vision;

/// <summary>
/// Decodes PNG, JPEG, WebP, BMP, GIF and uncompressed TIFF to 8-bit RGB, with the bytes that Pillow gives:
/// EXIF orientation applied; alpha dropped, not composited; colour profiles and gamma ignored; 16-bit gray
/// clipped to 255, 16-bit colour cut to its high byte; of an animation the first frame. The content decides
/// the format, not the name. A damaged or cut file is an error, never a half grey picture.
/// </summary>
public static class ImageDecoder
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    /// <summary>The endings of pictures, for messages.</summary>
    internal static string ExtensionList { get; } = $"{string.Join(", ", Extensions[..^1])} or {Extensions[^1]}";

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture, upright.</returns>
    /// <exception cref="ImageDecodeException">The file is missing, unreadable, not a picture, damaged, cut, or too large.</exception>
    public static RgbImage Decode(string path) => Decode(ImageFile.Read(path), path);

    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <returns>The picture, upright.</returns>
    /// <exception cref="ImageDecodeException">The bytes are not a picture, damaged, cut, or too large.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> encoded, string? name = null)
    {
        var file = new EncodedImage(encoded, name);
        return Decode(file, ReadHeader(file), scale: 1);
    }

    /// <summary>
    /// Decodes for a look, not for a model: a large JPEG comes out smaller (in eighths, at least <paramref name="leastEdge"/>
    /// pixels to each side), which is quicker and finds the same damage; others come out whole.
    /// </summary>
    internal static RgbImage DecodeReduced(ReadOnlySpan<byte> encoded, string? name, int leastEdge, out ImageHeader header)
    {
        var file = new EncodedImage(encoded, name);
        header = ReadHeader(file);
        return Decode(file, header, (float)leastEdge / Math.Min(header.StoredWidth, header.StoredHeight));
    }

    private static RgbImage Decode(EncodedImage file, ImageHeader header, float scale)
    {
        RgbImage stored = header.Format switch
        {
            ImageFormat.Png => PngDecoder.Decode(file),
            ImageFormat.Bmp => BmpDecoder.Decode(file),
            ImageFormat.Gif => GifDecoder.Decode(file),
            ImageFormat.Tiff => TiffDecoder.Decode(file),
            _ => SkiaDecoder.Decode(file, header, scale),
        };
        return Orienter.Upright(stored, header.Orientation);
    }

    /// <summary>Reads what a file's header says, without decoding the picture.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Format, size and orientation.</returns>
    /// <exception cref="ImageDecodeException">The file is missing, not a picture, or larger than 178,956,970 pixels.</exception>
    public static ImageHeader ReadHeader(string path) => ReadHeader(ImageFile.Read(path), path);

    /// <summary>Reads what the header says, without decoding the picture.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <returns>Format, size and orientation.</returns>
    /// <exception cref="ImageDecodeException">The bytes are not a picture, or larger than 178,956,970 pixels.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> encoded, string? name = null) =>
        ReadHeader(new EncodedImage(encoded, name));

    /// <summary>Whether a file's name ends like that of a picture that can be decoded.</summary>
    /// <param name="fileName">A name or path.</param>
    public static bool IsImageFileName(string fileName) =>
        Extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    private static ImageHeader ReadHeader(EncodedImage file)
    {
        ImageHeader header = FormatDetector.Detect(file) switch
        {
            ImageFormat.Png => PngHeader.Read(file).ToImageHeader(),
            ImageFormat.Jpeg => JpegHeader.Read(file),
            ImageFormat.WebP => WebPHeader.Read(file),
            ImageFormat.Bmp => BmpHeader.Read(file).ToImageHeader(),
            ImageFormat.Gif => GifHeader.Read(file).ToImageHeader(),
            _ => TiffHeader.Read(file).ToImageHeader(),
        };
        if (header.StoredWidth <= 0 || header.StoredHeight <= 0)
        {
            throw file.Error($"The header claims a picture of {header.StoredWidth}x{header.StoredHeight} pixels.");
        }

        if ((long)header.StoredWidth * header.StoredHeight > RgbImage.MaxPixels)
        {
            throw file.Error(
                $"The header claims {header.StoredWidth}x{header.StoredHeight} pixels; at most {RgbImage.MaxPixels:N0} are decoded.");
        }

        return header;
    }
}
