using System.Numerics;

namespace Graft.Vision.Decoding;

/// <summary>Decodes Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits, alpha dropped; those of run lengths are left to Skia.</summary>
internal static class BmpDecoder
{
    // A jump takes 4 bytes and passes over at most 255 x 255 pixels.
    private const int MaxPixelsPerByte = 255 * 255 / 4;

    /// <summary>The stored picture.</summary>
    public static RgbImage Decode(EncodedImage file)
    {
        BmpHeader header = BmpHeader.Read(file);
        if (header.Compression is BmpHeader.RunLengths8 or BmpHeader.RunLengths4)
        {
            if ((long)header.Width * header.Height / MaxPixelsPerByte > file.Length)
            {
                throw file.Error($"{file.Length} bytes cannot hold the {header.Width}x{header.Height} pixels that the bitmap's header claims.");
            }

            return SkiaDecoder.Decode(file, header.ToImageHeader());
        }

        bool masked = header.Compression is BmpHeader.BitFields or BmpHeader.AlphaBitFields;
        if ((header.Compression != BmpHeader.Uncompressed && !(masked && header.Bits is 16 or 32))
            || header.Bits is not (1 or 4 or 8 or 16 or 24 or 32))
        {
            throw file.Error(
                $"Bitmaps of {header.Bits} bits with compression {header.Compression} are not supported.");
        }

        // All rows must be there before anything is allocated.
        file.Slice(header.PixelStart, header.Stride * header.Height);
        byte[] palette = ReadPalette(file, header);
        (uint red, uint green, uint blue) = Masks(file, header, masked);
        byte[] pixels = RgbImage.NewBuffer(header.Width, header.Height);
        for (int y = 0; y < header.Height; y++)
        {
            long from = header.PixelStart + (header.Stride * (header.TopDown ? y : header.Height - 1 - y));
            ReadOnlySpan<byte> row = file.Slice(from, header.Stride);
            Span<byte> target = pixels.AsSpan(y * header.Width * 3, header.Width * 3);
            switch (header.Bits)
            {
                case <= 8:
                    WriteIndexed(row, header.Bits, palette, target);
                    break;
                case 24:
                    WriteBgr(row, 3, target);
                    break;
                case 32 when !masked:
                    WriteBgr(row, 4, target);
                    break;
                default:
                    WriteMasked(row, header.Bits / 8, red, green, blue, target);
                    break;
            }
        }

        return RgbImage.TakeOver(pixels, header.Width, header.Height);
    }

    private static byte[] ReadPalette(EncodedImage file, BmpHeader header)
    {
        var palette = new byte[256 * 3];
        for (int i = 0; header.Bits <= 8 && i < header.PaletteEntries; i++)
        {
            ReadOnlySpan<byte> bgr = file.Slice(header.PaletteStart + (i * header.PaletteEntryBytes), 3);
            palette[i * 3] = bgr[2];
            palette[(i * 3) + 1] = bgr[1];
            palette[(i * 3) + 2] = bgr[0];
        }

        return palette;
    }

    private static (uint Red, uint Green, uint Blue) Masks(EncodedImage file, BmpHeader header, bool masked) =>
        masked
            ? (file.UInt32Little(header.MaskStart), file.UInt32Little(header.MaskStart + 4), file.UInt32Little(header.MaskStart + 8))
            : (0x7C00, 0x03E0, 0x001F);

    private static void WriteIndexed(ReadOnlySpan<byte> row, int bits, byte[] palette, Span<byte> target)
    {
        int mask = (1 << bits) - 1;
        for (int x = 0; x < target.Length / 3; x++)
        {
            int bit = x * bits;
            int index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & mask;
            palette.AsSpan(index * 3, 3).CopyTo(target[(x * 3)..]);
        }
    }

    private static void WriteBgr(ReadOnlySpan<byte> row, int pixelBytes, Span<byte> target)
    {
        int from = 0;
        for (int to = 0; to < target.Length; to += 3)
        {
            target[to] = row[from + 2];
            target[to + 1] = row[from + 1];
            target[to + 2] = row[from];
            from += pixelBytes;
        }
    }

    private static void WriteMasked(ReadOnlySpan<byte> row, int pixelBytes, uint red, uint green, uint blue, Span<byte> target)
    {
        int from = 0;
        for (int to = 0; to < target.Length; to += 3)
        {
            uint pixel = pixelBytes == 2 ? BitConverter.ToUInt16(row[from..]) : BitConverter.ToUInt32(row[from..]);
            target[to] = Stretch(pixel, red);
            target[to + 1] = Stretch(pixel, green);
            target[to + 2] = Stretch(pixel, blue);
            from += pixelBytes;
        }
    }

    // The bits under a mask, stretched to 0..255.
    private static byte Stretch(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        int shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }
}
