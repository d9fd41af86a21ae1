namespace Graft.Vision.Decoding;

/// <summary>Decodes uncompressed TIFF of 8-bit gray, palette or RGB(A) in strips; anything else is a clear error.</summary>
internal static class TiffDecoder
{
    /// <summary>The stored picture, its orientation not applied.</summary>
    public static RgbImage Decode(EncodedImage file)
    {
        TiffHeader header = TiffHeader.Read(file);
        bool colour = header.Photometric == 2;
        if (header.Compression != 1 || header.Planar != 1 || header.FillOrder != 1 || header.Photometric > 3 || header.Bits.Any(bits => bits != 8)
            || header.Samples > 8 || header.Samples < (colour ? 3u : 1u) || header.StripStarts.Length == 0
            || header.RowsPerStrip == 0 || (header.Photometric == 3 && header.ColourMap.Length != 3 * 256))
        {
            throw file.Error(
                $"Only uncompressed TIFF of 8-bit gray, palette or RGB samples is supported (compression {header.Compression}, "
                + $"photometric {header.Photometric}, {header.Samples} samples of {string.Join(',', header.Bits)} bits, bits in order {header.FillOrder}).");
        }

        long stride = (long)header.Width * header.Samples;
        CheckStrips(file, header, stride);
        byte[] pixels = RgbImage.NewBuffer(header.Width, header.Height);
        for (int y = 0; y < header.Height; y++)
        {
            long strip = header.StripStarts[(int)(y / header.RowsPerStrip)];
            ReadOnlySpan<byte> row = file.Slice(strip + (y % header.RowsPerStrip * stride), stride);
            WriteRow(header, row, pixels.AsSpan(y * header.Width * 3, header.Width * 3));
        }

        return RgbImage.TakeOver(pixels, header.Width, header.Height);
    }

    // All rows must be there before anything is allocated.
    private static void CheckStrips(EncodedImage file, TiffHeader header, long stride)
    {
        for (long first = 0, strip = 0; first < header.Height; first += header.RowsPerStrip, strip++)
        {
            if (strip >= header.StripStarts.Length)
            {
                throw file.Error($"The TIFF has {header.StripStarts.Length} strips, too few for its {header.Height} rows.");
            }

            long rows = Math.Min(header.RowsPerStrip, header.Height - first);
            file.Slice(header.StripStarts[strip], rows * stride);
        }
    }

    private static void WriteRow(TiffHeader header, ReadOnlySpan<byte> row, Span<byte> target)
    {
        int samples = (int)header.Samples;
        for (int x = 0; x < header.Width; x++)
        {
            ReadOnlySpan<byte> pixel = row[(x * samples)..];
            Span<byte> rgb = target.Slice(x * 3, 3);
            switch (header.Photometric)
            {
                case 0:
                    rgb.Fill((byte)(255 - pixel[0]));
                    break;
                case 1:
                    rgb.Fill(pixel[0]);
                    break;
                case 2 when header.IsPremultiplied && samples > 3:
                    Divide(pixel, rgb);
                    break;
                case 2:
                    pixel[..3].CopyTo(rgb);
                    break;
                default:
                    for (int c = 0; c < 3; c++)
                    {
                        rgb[c] = (byte)(header.ColourMap[(c * 256) + pixel[0]] >> 8);
                    }

                    break;
            }
        }
    }

    // What was multiplied by alpha is divided by it, rounded down; where nothing is seen, there is no colour.
    private static void Divide(ReadOnlySpan<byte> pixel, Span<byte> rgb)
    {
        int alpha = pixel[3];
        for (int c = 0; c < rgb.Length; c++)
        {
            rgb[c] = (byte)(alpha == 0 ? 0 : Math.Min(255, pixel[c] * 255 / alpha));
        }
    }
}
