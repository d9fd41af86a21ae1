namespace Graft.Vision.Decoding;

/// <summary>The logical screen of a GIF file and its first frame (GIF89a specification).</summary>
/// <param name="Width">Columns of the screen, or of the first frame where it reaches further.</param>
/// <param name="Height">Rows likewise.</param>
/// <param name="GlobalPaletteStart">Byte at which the common palette begins, or 0.</param>
/// <param name="GlobalPaletteEntries">Colours of the common palette.</param>
/// <param name="FrameStart">Byte behind the frame's separator.</param>
/// <param name="TransparentIndex">The colour the first frame does not paint, or -1.</param>
internal readonly record struct GifHeader(
    int Width, int Height, long GlobalPaletteStart, int GlobalPaletteEntries, long FrameStart, int TransparentIndex)
{
    private const byte Extension = 0x21;
    private const byte ImageSeparator = 0x2C;
    private const byte GraphicControl = 0xF9;

    /// <summary>Reads up to the first frame.</summary>
    public static GifHeader Read(EncodedImage file)
    {
        int flags = file.Byte(10);
        int entries = (flags & 0x80) != 0 ? 2 << (flags & 7) : 0;
        long at = 13 + (entries * 3);
        int transparent = -1;
        while (file.Byte(at) is byte kind && kind != ImageSeparator)
        {
            if (kind != Extension)
            {
                throw file.Error($"The GIF has no frame: unexpected byte 0x{kind:X2} at {at}.");
            }

            if (file.Byte(at + 1) == GraphicControl && file.Byte(at + 2) >= 4 && (file.Byte(at + 3) & 1) != 0)
            {
                transparent = file.Byte(at + 6);
            }

            at = SkipBlocks(file, at + 2);
        }

        at++;
        int right = file.UInt16Little(at) + file.UInt16Little(at + 4);
        int bottom = file.UInt16Little(at + 2) + file.UInt16Little(at + 6);
        return new GifHeader(
            Math.Max(file.UInt16Little(6), right), Math.Max(file.UInt16Little(8), bottom), entries > 0 ? 13 : 0, entries, at, transparent);
    }

    /// <summary>The part of the header that all formats have.</summary>
    public ImageHeader ToImageHeader() => new(ImageFormat.Gif, Width, Height, ExifOrientation.Upright);

    private static long SkipBlocks(EncodedImage file, long at)
    {
        while (file.Byte(at) is byte length && length != 0)
        {
            at += length + 1;
        }

        return at + 1;
    }
}
