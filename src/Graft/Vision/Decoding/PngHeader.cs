namespace Graft.Vision.Decoding;

/// <summary>The header of a PNG file (ISO/IEC 15948, section 11.2.2) and the orientation of its EXIF or XMP.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What the samples of a pixel are.</param>
/// <param name="Interlaced">Whether the rows come in the seven passes of Adam7.</param>
/// <param name="Orientation">EXIF orientation, 1..8.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced, int Orientation)
{
    /// <summary>Samples a pixel.</summary>
    public int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.Rgba => 4,
        PngColour.GrayAlpha => 2,
        _ => 1,
    };

    /// <summary>The first bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Bytes of a row of so many pixels, without its filter byte.</summary>
    public long RowBytes(int columns) => (((long)columns * Channels * Depth) + 7) / 8;

    /// <summary>Reads IHDR and looks for an orientation.</summary>
    public static PngHeader Read(EncodedImage file)
    {
        PngChunk chunk = PngChunk.Read(file, Signature.Length);
        if (!chunk.Is("IHDR"u8) || chunk.Length != 13)
        {
            throw file.Error("The PNG does not begin with its header.");
        }

        chunk.CheckCrc(file);
        long body = chunk.Start;
        uint width = file.UInt32Big(body);
        uint height = file.UInt32Big(body + 4);
        byte depth = file.Byte(body + 8);
        byte colour = file.Byte(body + 9);
        byte interlace = file.Byte(body + 12);
        if (width > int.MaxValue || height > int.MaxValue || !IsAllowed(colour, depth)
            || file.Byte(body + 10) != 0 || file.Byte(body + 11) != 0 || interlace > 1)
        {
            throw file.Error(
                $"The PNG's header makes no sense: {width}x{height}, depth {depth}, colour type {colour}, interlace {interlace}.");
        }

        return new PngHeader((int)width, (int)height, depth, (PngColour)colour, interlace == 1, FindOrientation(file, chunk.Next));
    }

    /// <summary>The part of the header that all formats have.</summary>
    public ImageHeader ToImageHeader() => new(ImageFormat.Png, Width, Height, Orientation);

    private static bool IsAllowed(byte colour, byte depth) => colour switch
    {
        (byte)PngColour.Gray => depth is 1 or 2 or 4 or 8 or 16,
        (byte)PngColour.Palette => depth is 1 or 2 or 4 or 8,
        (byte)PngColour.Rgb or (byte)PngColour.GrayAlpha or (byte)PngColour.Rgba => depth is 8 or 16,
        _ => false,
    };

    private static int FindOrientation(EncodedImage file, long at)
    {
        int? exif = null, text = null, xmp = null;
        bool hasExif = false, hasText = false, hasPackedXmp = false;
        while (at + PngChunk.Overhead <= file.Length)
        {
            PngChunk chunk = PngChunk.Read(file, at);
            if (chunk.Next > file.Length)
            {
                break;
            }

            if (chunk.Is("eXIf"u8))
            {
                hasExif = true;
                exif ??= ExifOrientation.Find(chunk.Body(file));
            }
            else if (!hasText && (chunk.Is("zTXt"u8) || chunk.Is("tEXt"u8)) && chunk.Body(file).StartsWith(PngText.ExifPrefix))
            {
                hasText = true;
                text = ExifOrientation.Find(PngText.Exif(chunk.Body(file), chunk.Is("zTXt"u8)));
            }
            else if (!hasPackedXmp && chunk.Is("iTXt"u8) && chunk.Body(file).StartsWith(PngText.PackedXmpPrefix))
            {
                // Only the first, as unpacking takes time.
                hasPackedXmp = true;
                xmp ??= XmpOrientation.Find(PngText.Xmp(chunk.Body(file)));
            }
            else if (chunk.Is("iTXt"u8) && chunk.Body(file).StartsWith(XmpOrientation.PngPrefix))
            {
                xmp ??= XmpOrientation.Find(chunk.Body(file));
            }

            at = chunk.Next;
        }

        return ExifOrientation.Resolve(hasExif ? exif : text, xmp);
    }
}
