namespace Graft.Vision.Decoding;

/// <summary>
/// Decodes the first frame of a GIF file. A transparent index shows its colour of the palette, as in Pillow,
/// where Skia gives black.
/// </summary>
internal static class GifDecoder
{
    // A code takes at least 2 bits and stands for at most 4096 pixels.
    private const int MaxPixelsPerByte = 4 * 4096;

    // A small frame may lie on a large screen, but not a few bytes on one of hundreds of megabytes.
    private const int FreeScreen = 1 << 24;

    private static readonly (int Start, int Step)[] InterlacedPasses = [(0, 8), (4, 8), (2, 4), (1, 2)];
    private static readonly (int Start, int Step)[] OnePass = [(0, 1)];

    /// <summary>The first frame on its screen.</summary>
    public static RgbImage Decode(EncodedImage file)
    {
        GifHeader header = GifHeader.Read(file);
        long at = header.FrameStart;
        int left = file.UInt16Little(at);
        int top = file.UInt16Little(at + 2);
        int width = file.UInt16Little(at + 4);
        int height = file.UInt16Little(at + 6);
        int flags = file.Byte(at + 8);
        at += 9;
        int localEntries = (flags & 0x80) != 0 ? 2 << (flags & 7) : 0;
        byte[] palette = localEntries > 0
            ? ReadPalette(file, at, localEntries)
            : ReadPalette(file, header.GlobalPaletteStart, header.GlobalPaletteEntries);
        at += localEntries * 3;

        if (width == 0 || height == 0)
        {
            throw file.Error("The first frame of the GIF is empty.");
        }

        if ((long)width * height / MaxPixelsPerByte > file.Length)
        {
            throw file.Error($"{file.Length} bytes cannot hold the {width}x{height} pixels that the frame claims.");
        }

        if ((long)header.Width * header.Height is > FreeScreen and var screen && screen / MaxPixelsPerByte > file.Length)
        {
            throw file.Error($"{file.Length} bytes are too few for the screen of {header.Width}x{header.Height} pixels that the GIF claims.");
        }

        var lzw = new GifLzw(file, at);
        byte[] pixels = RgbImage.NewBuffer(header.Width, header.Height);
        bool coversScreen = width == header.Width && height == header.Height;
        if (!coversScreen)
        {
            Fill(pixels, palette.AsSpan(Math.Max(0, header.TransparentIndex) * 3, 3));
        }

        var row = new byte[width];
        foreach ((int start, int step) in (flags & 0x40) != 0 ? InterlacedPasses : OnePass)
        {
            for (int y = start; y < height; y += step)
            {
                lzw.ReadRow(row);
                int to = (((top + y) * header.Width) + left) * 3;
                foreach (byte index in row)
                {
                    palette.AsSpan(index * 3, 3).CopyTo(pixels.AsSpan(to));
                    to += 3;
                }
            }
        }

        return RgbImage.TakeOver(pixels, header.Width, header.Height);
    }

    // 256 colours: black behind the end of the palette; without any palette a ramp of grays.
    private static byte[] ReadPalette(EncodedImage file, long at, int entries)
    {
        var palette = new byte[256 * 3];
        if (entries > 0)
        {
            file.Slice(at, entries * 3).CopyTo(palette);
            return palette;
        }

        for (int i = 0; i < palette.Length; i++)
        {
            palette[i] = (byte)(i / 3);
        }

        return palette;
    }

    private static void Fill(Span<byte> pixels, ReadOnlySpan<byte> colour)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = colour[i % 3];
        }
    }
}
