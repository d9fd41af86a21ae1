namespace Graft.Vision.Decoding;

/// <summary>Reads size and orientation of a JPEG from the segments before its first scan.</summary>
internal static class JpegHeader
{
    // A Huffman coded scan spends at least one bit on a block of 8x8 samples: fewer bytes cannot hold the picture.
    private const int MaxPixelsPerByte = 8 * 64;

    /// <summary>Walks the segments up to the start of scan.</summary>
    public static ImageHeader Read(EncodedImage file)
    {
        int width = -1;
        int height = -1;
        int? exif = null;
        int? xmp = null;
        long at = 2;
        while (true)
        {
            at = NextMarker(file, at, out byte marker);
            if (marker == 0xD9)
            {
                throw file.Error("The JPEG ends before its first scan.");
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                continue;
            }

            int length = file.UInt16Big(at);
            if (length < 2)
            {
                throw file.Error($"JPEG segment 0x{marker:X2} at byte {at - 2} has the impossible length {length}.");
            }

            ReadOnlySpan<byte> body = file.Slice(at + 2, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC && width < 0)
            {
                if (body.Length < 6)
                {
                    throw file.Error("The frame header of the JPEG is too short.");
                }

                height = (body[1] << 8) | body[2];
                width = (body[3] << 8) | body[4];
            }
            else if (marker == 0xE1 && body.StartsWith("Exif\0"u8))
            {
                exif ??= ExifOrientation.Find(body);
            }
            else if (marker == 0xE1 && body.StartsWith(XmpOrientation.JpegPrefix))
            {
                xmp ??= XmpOrientation.Find(body);
            }
            else if (marker == 0xDA)
            {
                break;
            }

            at += length;
        }

        if (width < 0)
        {
            throw file.Error("The JPEG has no frame header.");
        }

        if ((long)width * height is long pixels && pixels <= RgbImage.MaxPixels && pixels / MaxPixelsPerByte > file.Length)
        {
            throw file.Error($"{file.Length} bytes cannot hold the {width}x{height} pixels that the JPEG's header claims.");
        }

        return new ImageHeader(ImageFormat.Jpeg, width, height, ExifOrientation.Resolve(exif, xmp));
    }

    // Skips to the byte behind the next marker; decoders pass over stray bytes between segments.
    private static long NextMarker(EncodedImage file, long at, out byte marker)
    {
        do
        {
            while (file.Byte(at) != 0xFF)
            {
                at++;
            }

            while (file.Byte(at) == 0xFF)
            {
                at++;
            }

            marker = file.Byte(at++);
        }
        while (marker == 0);

        return at;
    }
}
