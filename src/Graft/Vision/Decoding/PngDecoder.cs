using System.Buffers;
using System.IO.Compression;

namespace Graft.Vision.Decoding;

/// <summary>
/// Decodes PNG (ISO/IEC 15948) to RGB. Written here and not left to a library because the bytes must equal
/// Pillow's: no gamma, no colour profile, alpha dropped, 16-bit gray clipped. Checksums are checked.
/// </summary>
internal static class PngDecoder
{
    // Deflate packs at most 258 bytes into 2 bits, about 1032 to 1.
    private const int MaxDeflateRatio = 1040;

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>The stored picture, its orientation not applied.</summary>
    public static RgbImage Decode(EncodedImage file)
    {
        PngHeader header = PngHeader.Read(file);
        byte[] packed = CollectData(file, header, out int packedLength, out byte[] palette);
        try
        {
            long rawBytes = header.Height * (header.RowBytes(header.Width) + 1);
            if (rawBytes / MaxDeflateRatio > packedLength)
            {
                throw file.Error($"{packedLength} bytes cannot hold the {header.Width}x{header.Height} pixels that the header claims.");
            }

            byte[] pixels = RgbImage.NewBuffer(header.Width, header.Height);
            using var zlib = new ZLibStream(new MemoryStream(packed, 0, packedLength, writable: false), CompressionMode.Decompress);
            ReadPasses(file, header, palette, zlib, pixels);
            return RgbImage.TakeOver(pixels, header.Width, header.Height);
        }
        catch (InvalidDataException e)
        {
            throw file.Error("The PNG's compressed data is damaged.", e);
        }
        catch (EndOfStreamException e)
        {
            throw file.Truncated(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    // Joins the IDAT chunks (a rented array) and reads the palette, 256 colours of 3 bytes, black where not given.
    private static byte[] CollectData(EncodedImage file, PngHeader header, out int packedLength, out byte[] palette)
    {
        palette = new byte[3 * 256];
        bool hasPalette = false;
        packedLength = 0;
        byte[] packed = ArrayPool<byte>.Shared.Rent(file.Length);
        try
        {
            long at = PngHeader.Signature.Length;
            while (at + PngChunk.Overhead <= file.Length)
            {
                PngChunk chunk = PngChunk.Read(file, at);
                if (chunk.Is("IDAT"u8))
                {
                    chunk.CheckCrc(file);
                    chunk.Body(file).CopyTo(packed.AsSpan(packedLength));
                    packedLength += (int)chunk.Length;
                }
                else if (chunk.Is("PLTE"u8))
                {
                    chunk.CheckCrc(file);
                    hasPalette = true;
                    chunk.Body(file)[..Math.Min((int)chunk.Length, palette.Length)].CopyTo(palette);
                }
                else if (chunk.Is("IEND"u8))
                {
                    break;
                }

                at = chunk.Next;
            }

            if (packedLength == 0)
            {
                throw file.Truncated();
            }

            return header.Colour == PngColour.Palette && !hasPalette ? throw file.Error("The PNG's palette is missing.") : packed;
        }
        catch (ImageDecodeException)
        {
            ArrayPool<byte>.Shared.Return(packed);
            throw;
        }
    }

    private static void ReadPasses(EncodedImage file, PngHeader header, byte[] palette, ZLibStream zlib, byte[] pixels)
    {
        int filterDistance = Math.Max(1, header.Channels * header.Depth / 8);
        int longest = (int)header.RowBytes(header.Width);
        var row = new byte[longest + 1];
        var above = new byte[longest + 1];
        var writer = new PngRowWriter(header, palette, pixels);
        foreach ((int x0, int y0, int stepX, int stepY) in header.Interlaced ? Adam7 : OnePass)
        {
            int columns = (header.Width - x0 + stepX - 1) / stepX;
            if (columns <= 0)
            {
                continue;
            }

            int rowBytes = (int)header.RowBytes(columns);
            Array.Clear(above);
            for (int y = y0; y < header.Height; y += stepY)
            {
                zlib.ReadExactly(row, 0, rowBytes + 1);
                if (!PngFilter.Undo(row[0], row.AsSpan(1, rowBytes), above.AsSpan(1, rowBytes), filterDistance))
                {
                    throw file.Error($"The PNG is damaged: row {y} has the unknown filter {row[0]}.");
                }

                writer.Write(row.AsSpan(1, rowBytes), columns, x0, y, stepX);
                (row, above) = (above, row);
            }
        }

        // Asking for more than there is makes the stream compare its checksum. Surplus data is ignored.
        _ = zlib.Read(row, 0, 1);
    }
}
