namespace Graft.Vision.Decoding;

/// <summary>Reads size and orientation of a WebP file from its RIFF chunks.</summary>
internal static class WebPHeader
{
    /// <summary>Walks the chunks; the first that states a size decides it.</summary>
    public static ImageHeader Read(EncodedImage file)
    {
        int width = 0;
        int height = 0;
        int? exif = null;
        int? xmp = null;
        long at = 12;
        while (at + 8 <= file.Length)
        {
            ReadOnlySpan<byte> kind = file.Slice(at, 4);
            long length = file.UInt32Little(at + 4);
            long body = at + 8;
            if (kind.SequenceEqual("EXIF"u8))
            {
                exif = ExifOrientation.Find(file.Slice(body, length));
            }
            else if (kind.SequenceEqual("XMP "u8))
            {
                xmp = XmpOrientation.Find(file.Slice(body, length));
            }
            else if (width == 0)
            {
                (width, height) = ReadSize(file, kind, body);
            }

            at = body + length + (length & 1);
        }

        if (width == 0)
        {
            throw file.Truncated();
        }

        return new ImageHeader(ImageFormat.WebP, width, height, ExifOrientation.Resolve(exif, xmp));
    }

    private static (int Width, int Height) ReadSize(EncodedImage file, ReadOnlySpan<byte> kind, long body)
    {
        if (kind.SequenceEqual("VP8X"u8))
        {
            return (1 + UInt24(file, body + 4), 1 + UInt24(file, body + 7));
        }

        if (kind.SequenceEqual("VP8L"u8))
        {
            uint bits = file.UInt32Little(body + 1);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return kind.SequenceEqual("VP8 "u8)
            ? (file.UInt16Little(body + 6) & 0x3FFF, file.UInt16Little(body + 8) & 0x3FFF)
            : (0, 0);
    }

    private static int UInt24(EncodedImage file, long at) => file.UInt16Little(at) | (file.Byte(at + 2) << 16);
}
