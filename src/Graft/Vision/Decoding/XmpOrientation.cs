namespace Graft.Vision.Decoding;

/// <summary>Finds tiff:Orientation in an XMP packet, where programs put it that write no EXIF.</summary>
internal static class XmpOrientation
{
    /// <summary>What a JPEG segment with XMP begins with.</summary>
    public static ReadOnlySpan<byte> JpegPrefix => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>What a PNG text chunk (iTXt) with uncompressed XMP begins with: keyword, no compression, no languages.</summary>
    public static ReadOnlySpan<byte> PngPrefix => "XML:com.adobe.xmp\0\0"u8;

    /// <summary>The digit behind the name, as attribute or element, or null.</summary>
    public static int? Find(ReadOnlySpan<byte> xmp)
    {
        ReadOnlySpan<byte> name = "tiff:Orientation"u8;
        for (int at = xmp.IndexOf(name); at >= 0; at = xmp.IndexOf(name))
        {
            xmp = xmp[(at + name.Length)..];
            ReadOnlySpan<byte> value = xmp.StartsWith("=\""u8) ? xmp[2..] : xmp.StartsWith(">"u8) ? xmp[1..] : [];
            if (value.Length > 0 && char.IsAsciiDigit((char)value[0]))
            {
                return value[0] - '0';
            }
        }

        return null;
    }
}
