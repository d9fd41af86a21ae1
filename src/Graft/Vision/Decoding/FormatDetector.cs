namespace Graft.Vision.Decoding;

/// <summary>Tells a file's format from its first bytes.</summary>
internal static class FormatDetector
{
    /// <summary>The format, or an error that says what the bytes look like instead.</summary>
    public static ImageFormat Detect(EncodedImage file)
    {
        ReadOnlySpan<byte> bytes = file.Bytes;
        if (bytes.StartsWith(PngHeader.Signature))
        {
            return ImageFormat.Png;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ImageFormat.Jpeg;
        }

        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8))
        {
            return ImageFormat.WebP;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
        {
            return ImageFormat.Tiff;
        }

        if (bytes.StartsWith("BM"u8))
        {
            return ImageFormat.Bmp;
        }

        throw file.Error(Describe(bytes));
    }

    private static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "The file is empty.";
        }

        if (bytes.IndexOf("<html"u8) >= 0 || bytes.IndexOf("<!DOCTYPE"u8) >= 0 || bytes.IndexOf("<HTML"u8) >= 0)
        {
            return "The file is a web page, not a picture.";
        }

        return bytes.StartsWith("version https://git-lfs"u8)
            ? "The file is a Git LFS pointer, not the picture itself."
            : $"The file is not PNG, JPEG, WebP, BMP, GIF or TIFF (it begins with {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}).";
    }
}
