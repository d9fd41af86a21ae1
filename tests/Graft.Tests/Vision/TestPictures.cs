using System.Buffers.Binary;
using System.IO.Compression;
using Graft.Vision;
using Graft.Vision.Decoding;
using SkiaSharp;

namespace Graft.Tests.Vision;

/// <summary>Makes pictures, and files of them in every format, for tests.</summary>
internal static class TestPictures
{
    /// <summary>A picture of noise that is the same for the same arguments.</summary>
    public static RgbImage Noise(int width, int height, int seed = 1)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Constant(int width, int height, byte value)
    {
        var pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(value);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>The picture as a file; lossy formats give other pixels.</summary>
    public static byte[] Encode(RgbImage image, ImageFormat format) => format switch
    {
        ImageFormat.Png => Png(image),
        ImageFormat.Bmp => Bmp(image),
        ImageFormat.Gif => Gif(image),
        ImageFormat.Tiff => Tiff(image),
        _ => Skia(image, format),
    };

    /// <summary>A PNG header with a right checksum, and nothing behind it.</summary>
    public static byte[] PngHeaderOnly(uint width, uint height) => [.. PngHeader.Signature, .. PngChunk("IHDR"u8, Ihdr(width, height))];

    /// <summary>A PNG with another chunk behind its header.</summary>
    public static byte[] PngWith(RgbImage image, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        byte[] file = Png(image);
        int header = PngHeaderOnly(1, 1).Length;
        return [.. file[..header], .. PngChunk(kind, body), .. file[header..]];
    }

    /// <summary>A TIFF of a row of pixels, with some entries (16-bit numbers) more.</summary>
    public static byte[] TiffRow(byte[] row, int samples, params (int Tag, int Value)[] more)
    {
        (int Tag, int Value)[] entries =
        [
            (256, row.Length / samples), (257, 1), (258, 8), (262, samples < 3 ? 1 : 2), (273, 8 + 2 + ((7 + more.Length) * 12) + 4), (277, samples), (278, 1), .. more,
        ];
        return
        [
            .. "MM\0*"u8, 0, 0, 0, 8, 0, (byte)entries.Length,
            .. entries.SelectMany(entry => (byte[])[(byte)(entry.Tag >> 8), (byte)entry.Tag, 0, 3, 0, 0, 0, 1, (byte)(entry.Value >> 8), (byte)entry.Value, 0, 0]),
            0, 0, 0, 0, .. row,
        ];
    }

    private static byte[] Png(RgbImage image)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < image.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(image.Pixels.Slice(y * image.Width * 3, image.Width * 3));
            }
        }

        return
        [
            .. PngHeaderOnly((uint)image.Width, (uint)image.Height), .. PngChunk("IDAT"u8, packed.ToArray()), .. PngChunk("IEND"u8, []),
        ];
    }

    private static byte[] Ihdr(uint width, uint height)
    {
        var body = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(body, width);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(4), height);
        body[8] = 8;
        body[9] = (byte)PngColour.Rgb;
        return body;
    }

    private static byte[] PngChunk(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        byte[] named = [.. kind, .. body];
        var numbers = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(numbers, (uint)body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(numbers.AsSpan(4), Crc32.Compute(named));
        return [.. numbers[..4], .. named, .. numbers[4..]];
    }

    private static byte[] Bmp(RgbImage image)
    {
        int stride = ((image.Width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (stride * image.Height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), -image.Height);
        file[26] = 1;
        file[28] = 24;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                ReadOnlySpan<byte> pixel = image.Pixels.Slice(((y * image.Width) + x) * 3, 3);
                int at = 54 + (y * stride) + (x * 3);
                (file[at], file[at + 1], file[at + 2]) = (pixel[2], pixel[1], pixel[0]);
            }
        }

        return file;
    }

    // Gray levels of the red samples, cut to 7 bits; a clear code after every hundred indices keeps the codes at 8 bits.
    private static byte[] Gif(RgbImage image)
    {
        List<byte> codes = [];
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            if (i % 100 == 0)
            {
                codes.Add(0x80);
            }

            codes.Add((byte)(image.Pixels[i * 3] >> 1));
        }

        codes.Add(0x81);
        List<byte> file = [.. "GIF89a"u8, .. UInt16(image.Width), .. UInt16(image.Height), 0xF6, 0, 0];
        for (int i = 0; i < 128; i++)
        {
            file.AddRange([(byte)(i * 2), (byte)(i * 2), (byte)(i * 2)]);
        }

        file.AddRange([0x2C, 0, 0, 0, 0, .. UInt16(image.Width), .. UInt16(image.Height), 0, 7]);
        foreach (byte[] block in codes.Chunk(255))
        {
            file.AddRange([(byte)block.Length, .. block]);
        }

        file.AddRange([0, 0x3B]);
        return [.. file];
    }

    private static byte[] Tiff(RgbImage image)
    {
        List<byte> file = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 7];
        Entry(256, image.Width);
        Entry(257, image.Height);
        Entry(258, 8);
        Entry(262, 2);
        Entry(273, 8 + 2 + (7 * 12) + 4);
        Entry(277, 3);
        Entry(278, image.Height);
        file.AddRange([0, 0, 0, 0]);
        return [.. file, .. image.Pixels];

        // A 16-bit number, left in its entry.
        void Entry(int tag, int value) =>
            file.AddRange([(byte)(tag >> 8), (byte)tag, 0, 3, 0, 0, 0, 1, (byte)(value >> 8), (byte)value, 0, 0]);
    }

    private static byte[] Skia(RgbImage image, ImageFormat format)
    {
        using var bitmap = new SKBitmap(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.Slice(i * 3, 3);
            bitmap.SetPixel(i % image.Width, i / image.Width, new SKColor(pixel[0], pixel[1], pixel[2]));
        }

        using SKData data = bitmap.Encode(format == ImageFormat.Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Webp, 90);
        return data.ToArray();
    }

    private static byte[] UInt16(int value) => [(byte)value, (byte)(value >> 8)];
}
