namespace Graft.Vision.Decoding;

/// <summary>The header of a Windows bitmap.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">Whether the first row stored is the topmost.</param>
/// <param name="Bits">Bits a pixel.</param>
/// <param name="Compression">0 none, 1 and 2 run lengths, 3 and 6 bit fields.</param>
/// <param name="PixelStart">Byte at which the rows begin.</param>
/// <param name="PaletteStart">Byte at which the palette begins.</param>
/// <param name="PaletteEntryBytes">Bytes a colour of the palette: 4, or 3 in files of OS/2.</param>
/// <param name="PaletteEntries">Colours of the palette.</param>
/// <param name="MaskStart">Byte at which the bit fields lie.</param>
internal readonly record struct BmpHeader(
    int Width, int Height, bool TopDown, int Bits, uint Compression, long PixelStart, long PaletteStart, int PaletteEntryBytes,
    int PaletteEntries, long MaskStart)
{
    /// <summary>Value of <see cref="Compression"/> for rows as they are.</summary>
    public const uint Uncompressed = 0;

    /// <summary>Value of <see cref="Compression"/> for run lengths of 8-bit indices.</summary>
    public const uint RunLengths8 = 1;

    /// <summary>Value of <see cref="Compression"/> for run lengths of 4-bit indices.</summary>
    public const uint RunLengths4 = 2;

    /// <summary>Value of <see cref="Compression"/> for pixels cut up by bit masks.</summary>
    public const uint BitFields = 3;

    /// <summary>The same with a mask for alpha.</summary>
    public const uint AlphaBitFields = 6;

    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;

    /// <summary>Bytes from one row to the next, a multiple of 4.</summary>
    public long Stride => (((long)Width * Bits) + 31) / 32 * 4;

    /// <summary>Reads both headers.</summary>
    public static BmpHeader Read(EncodedImage file)
    {
        long pixelStart = file.UInt32Little(10);
        uint headerBytes = file.UInt32Little(FileHeaderBytes);
        if (headerBytes == CoreHeaderBytes)
        {
            int coreBits = file.UInt16Little(24);
            return new BmpHeader(
                file.UInt16Little(18), file.UInt16Little(20), false, coreBits, Uncompressed, pixelStart,
                FileHeaderBytes + CoreHeaderBytes, 3, coreBits <= 8 ? 1 << coreBits : 0, 0);
        }

        if (headerBytes is < 40 or > 4096)
        {
            throw file.Error($"The bitmap's header claims the impossible length {headerBytes}.");
        }

        int height = (int)file.UInt32Little(22);
        int bits = file.UInt16Little(28);
        uint compression = file.UInt32Little(30);
        uint colours = file.UInt32Little(46);
        if (height == int.MinValue || bits > 32 || colours > 256)
        {
            throw file.Error($"The bitmap's header makes no sense: {height} rows, {bits} bits a pixel, {colours} colours.");
        }

        // Without masks in the header itself they follow it, and the palette follows them.
        int masksBehind = headerBytes > 40 ? 0 : compression switch
        {
            BitFields => 12,
            AlphaBitFields => 16,
            _ => 0,
        };
        return new BmpHeader(
            (int)file.UInt32Little(18), Math.Abs(height), height < 0, bits, compression, pixelStart,
            FileHeaderBytes + headerBytes + masksBehind, 4, colours != 0 ? (int)colours : bits <= 8 ? 1 << bits : 0,
            FileHeaderBytes + 40);
    }

    /// <summary>The part of the header that all formats have.</summary>
    public ImageHeader ToImageHeader() => new(ImageFormat.Bmp, Width, Height, ExifOrientation.Upright);
}
