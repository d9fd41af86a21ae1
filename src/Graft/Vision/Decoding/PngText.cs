using System.IO.Compression;
using System.Text;

namespace Graft.Vision.Decoding;

/// <summary>
/// EXIF and XMP in the text chunks of a PNG: ImageMagick writes EXIF as hexadecimal digits, packed or not, and either may
/// be packed. Damage is never an error: what cannot be read is as if it were not there.
/// </summary>
internal static class PngText
{
    // As Pillow: more is no text of a picture.
    private const int MostBytes = 1 << 20;

    /// <summary>What a chunk (tEXt or zTXt) with ImageMagick's EXIF begins with.</summary>
    public static ReadOnlySpan<byte> ExifPrefix => "Raw profile type exif\0"u8;

    /// <summary>What a chunk (iTXt) with packed XMP begins with: keyword, packed, by deflate.</summary>
    public static ReadOnlySpan<byte> PackedXmpPrefix => "XML:com.adobe.xmp\0\u0001\0"u8;

    /// <summary>The EXIF block of a chunk that begins with <see cref="ExifPrefix"/>; empty if it cannot be read.</summary>
    /// <param name="body">The chunk's body.</param>
    /// <param name="isPacked">Whether it is packed: a byte that says how, then the content.</param>
    public static byte[] Exif(ReadOnlySpan<byte> body, bool isPacked)
    {
        ReadOnlySpan<byte> text = body[ExifPrefix.Length..];
        text = !isPacked ? text : text is [0, .. var packed] ? Unpack(packed) : [];

        // An empty line, the name, the number of bytes; then the digits in lines.
        for (int line = 0; line < 3; line++)
        {
            text = text[(text.IndexOf((byte)'\n') + 1)..];
        }

        var digits = new List<byte>(Math.Min(text.Length, MostBytes));
        foreach (byte letter in text)
        {
            if (!char.IsWhiteSpace((char)letter))
            {
                digits.Add(letter);
            }
        }

        try
        {
            return Convert.FromHexString(Encoding.Latin1.GetString([.. digits]));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>The XMP packet of a chunk that begins with <see cref="PackedXmpPrefix"/>; empty if it cannot be read.</summary>
    public static byte[] Xmp(ReadOnlySpan<byte> body)
    {
        // Two names of the language, each with its end.
        ReadOnlySpan<byte> rest = body[PackedXmpPrefix.Length..];
        for (int name = 0; name < 2; name++)
        {
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        return Unpack(rest);
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            byte[] text = new byte[MostBytes];
            return text[..zlib.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
