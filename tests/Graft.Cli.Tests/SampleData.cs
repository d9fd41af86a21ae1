using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Graft.Cli.Tests;

/// <summary>Data that a tiny model learns at once.</summary>
internal static class SampleData
{
    private static readonly string[] Good = ["good", "great", "fine"];
    private static readonly string[] Bad = ["bad", "awful", "poor"];

    /// <summary>Reviews with the columns text and label, good and bad in turn; no two are the same.</summary>
    public static string Reviews(int rows, int from = 0)
    {
        var csv = new StringBuilder("text,label\n");
        for (int i = from; i < from + rows; i++)
        {
            csv.Append($"{Text(i)},{(i % 2 == 0 ? "good" : "bad")}\n");
        }

        return csv.ToString();
    }

    /// <summary>One text, which names its number by its digits.</summary>
    public static string Text(int i)
    {
        string word = i % 2 == 0 ? Good[i / 2 % 3] : Bad[i / 2 % 3];
        return $"the camera is very {word} {string.Join(' ', i.ToString("0000").Select(digit => digit.ToString()))}";
    }

    /// <summary>A picture of one colour, a little different for each number.</summary>
    public static byte[] Picture(bool isRed, int i)
    {
        using var bitmap = new SKBitmap(20, 24, SKColorType.Rgba8888, SKAlphaType.Opaque);
        byte strong = (byte)(200 + i % 50), weak = (byte)(i % 40);
        bitmap.Erase(isRed ? new SKColor(strong, weak, 10) : new SKColor(weak, strong, 10));
        bitmap.SetPixel(i % 20, i / 20 % 24, SKColors.White);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A picture of one colour of over a million bytes, as a BMP; each number has another.</summary>
    public static byte[] LargeBitmap(bool isRed, int i)
    {
        const int Edge = 600, Header = 54;
        byte[] file = new byte[Header + (3 * Edge * Edge)];
        "BM"u8.CopyTo(file);
        foreach ((int place, int value) in (ReadOnlySpan<(int, int)>)[(2, file.Length), (10, Header), (14, 40), (18, Edge), (22, Edge), (26, 1 | (24 << 16))])
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), value);
        }

        for (int pixel = Header; pixel < file.Length; pixel += 3)
        {
            (file[pixel + (isRed ? 2 : 1)], file[pixel]) = ((byte)(200 + i), (byte)(pixel / 3 % 50));
        }

        return file;
    }

    /// <summary>Class folders red and green below a folder.</summary>
    public static void WritePictures(string folder, int each, int from = 0)
    {
        foreach (bool isRed in new[] { true, false })
        {
            string place = Path.Combine(folder, isRed ? "red" : "green");
            Directory.CreateDirectory(place);
            for (int i = from; i < from + each; i++)
            {
                File.WriteAllBytes(Path.Combine(place, $"{i:000}.png"), Picture(isRed, i));
            }
        }
    }
}
