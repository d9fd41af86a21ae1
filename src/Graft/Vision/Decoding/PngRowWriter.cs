using System.Buffers.Binary;

namespace Graft.Vision.Decoding;

/// <summary>Turns the samples of a PNG row into RGB pixels.</summary>
/// <param name="header">Depth and colour type.</param>
/// <param name="palette">256 colours of 3 bytes.</param>
/// <param name="pixels">The picture, [h,w,3].</param>
internal sealed class PngRowWriter(PngHeader header, byte[] palette, byte[] pixels)
{
    /// <summary>Writes every <paramref name="step"/>-th pixel of row <paramref name="y"/>, from column <paramref name="x0"/> on.</summary>
    public void Write(ReadOnlySpan<byte> row, int columns, int x0, int y, int step)
    {
        Span<byte> target = pixels.AsSpan(((y * header.Width) + x0) * 3);
        if (header.Colour == PngColour.Rgb && header.Depth == 8 && step == 1)
        {
            row.CopyTo(target);
            return;
        }

        if (header.Depth < 8)
        {
            WritePacked(row, columns, target, step);
        }
        else if (header.Channels >= 3)
        {
            WriteColour(row, columns, target, step);
        }
        else
        {
            WriteGray(row, columns, target, step);
        }
    }

    // 1, 2 or 4 bits: gray is stretched to 0..255, an index looked up.
    private void WritePacked(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        int depth = header.Depth;
        int mask = (1 << depth) - 1;
        for (int x = 0; x < columns; x++)
        {
            int bit = x * depth;
            int sample = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            if (header.Colour == PngColour.Palette)
            {
                Put(target, x * step, palette.AsSpan(sample * 3, 3));
            }
            else
            {
                PutGray(target, x * step, (byte)(sample * (255 / mask)));
            }
        }
    }

    // The high byte of 16 bits; alpha passed over.
    private void WriteColour(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        int sampleBytes = header.Depth / 8;
        int pixelBytes = header.Channels * sampleBytes;
        for (int x = 0; x < columns; x++)
        {
            int from = x * pixelBytes;
            int to = x * step * 3;
            target[to] = row[from];
            target[to + 1] = row[from + sampleBytes];
            target[to + 2] = row[from + (2 * sampleBytes)];
        }
    }

    private void WriteGray(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        int pixelBytes = header.Channels * header.Depth / 8;
        bool clip = header.Colour == PngColour.Gray && header.Depth == 16;
        for (int x = 0; x < columns; x++)
        {
            ReadOnlySpan<byte> sample = row[(x * pixelBytes)..];
            if (header.Colour == PngColour.Palette)
            {
                Put(target, x * step, palette.AsSpan(sample[0] * 3, 3));
            }
            else
            {
                // Pillow reads 16-bit gray as integers and clips them; with alpha it keeps the high byte.
                PutGray(target, x * step, clip ? (byte)Math.Min(BinaryPrimitives.ReadUInt16BigEndian(sample), (ushort)255) : sample[0]);
            }
        }
    }

    private static void Put(Span<byte> target, int x, ReadOnlySpan<byte> colour) => colour.CopyTo(target[(x * 3)..]);

    private static void PutGray(Span<byte> target, int x, byte gray) => target.Slice(x * 3, 3).Fill(gray);
}
