using System.IO.Compression;
using System.Text;
using CsCheck;
using Graft.Vision;
using Graft.Vision.Decoding;

namespace Graft.Tests.Vision;

[Trait("Fault", "50")]
public sealed class OrienterTests
{
    // The stored picture, 3 x 2:  A B C
    //                             D E F
    [Theory]
    [InlineData(1, "ABC DEF")]
    [InlineData(2, "CBA FED")]
    [InlineData(3, "FED CBA")]
    [InlineData(4, "DEF ABC")]
    [InlineData(5, "AD BE CF")]
    [InlineData(6, "DA EB FC")]
    [InlineData(7, "FC EB DA")]
    [InlineData(8, "CF BE AD")]
    [InlineData(0, "ABC DEF")]
    [InlineData(9, "ABC DEF")]
    public void Each_orientation_turns_the_picture_upright(int orientation, string expected)
    {
        var stored = new RgbImage(3, 2, [.. "ABCDEF".SelectMany(letter => new[] { (byte)letter, (byte)letter, (byte)letter })]);

        RgbImage upright = Orienter.Upright(stored, orientation);

        string letters = string.Concat(upright.Pixels.ToArray().Where((_, i) => i % 3 == 0).Select(b => (char)b));
        Assert.Equal(expected, string.Join(' ', letters.Chunk(upright.Width).Select(row => new string(row))));
    }

    [Theory]
    [InlineData("II", 8)]
    [InlineData("MM", 3)]
    public void The_orientation_is_read_in_both_byte_orders(string order, byte orientation)
    {
        byte[] little = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
        byte[] big = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];

        Assert.Equal(orientation, ExifOrientation.Find(order == "II" ? little : big));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_as_some_orientation() =>
        Gen.Byte.Array[0, 60].Select(bytes => (byte[])[.. "II*\0"u8, 8, 0, 0, 0, .. bytes]).Sample(
            exif => ExifOrientation.Resolve(ExifOrientation.Find(exif)) is >= 1 and <= 8);

    [Theory]
    [InlineData("<x tiff:Orientation=\"6\"/>", 6)]
    [InlineData("<tiff:Orientation>3</tiff:Orientation>", 3)]
    [InlineData("<x tiff:Orientation=\"\"/><tiff:Orientation>8<", 8)]
    [InlineData("<x tiff:Orientation", null)]
    [InlineData("", null)]
    public void An_orientation_in_xmp_is_found(string xmp, int? expected) =>
        Assert.Equal(expected, XmpOrientation.Find(Encoding.ASCII.GetBytes(xmp)));

    [Theory]
    [InlineData(6, 3, 6)]
    [InlineData(null, 3, 3)]
    [InlineData(0, 3, 1)]
    [InlineData(null, null, 1)]
    public void Exif_goes_before_xmp_and_nonsense_is_upright(int? exif, int? xmp, int expected) =>
        Assert.Equal(expected, ExifOrientation.Resolve(exif, xmp));

    [Theory]
    [InlineData("tEXt")]
    [InlineData("zTXt")]
    public void A_png_with_exif_in_its_text_is_turned(string kind)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        byte[] text = Encoding.ASCII.GetBytes($"\nexif\n      {exif.Length}\n{Convert.ToHexStringLower(exif)[..40]}\n{Convert.ToHexStringLower(exif)[40..]}\n");
        RgbImage picture = TestPictures.Noise(12, 7);
        byte[] Chunk(byte[] content) => TestPictures.PngWith(picture, Encoding.ASCII.GetBytes(kind), [.. PngText.ExifPrefix, .. kind == "zTXt" ? [0, .. Pack(content)] : content]);

        Assert.Equal(6, ImageDecoder.ReadHeader(Chunk(text)).Orientation);
        Assert.Equal(7, ImageDecoder.Decode(Chunk(text)).Width);

        // What cannot be read is as if it were not there.
        Assert.Equal(1, ImageDecoder.ReadHeader(Chunk("\nexif\n 3\nxyz"u8.ToArray())).Orientation);
        Assert.Equal(1, ImageDecoder.ReadHeader(Chunk([])).Orientation);
        Assert.Equal(1, ImageDecoder.ReadHeader(TestPictures.PngWith(picture, "zTXt"u8, [.. PngText.ExifPrefix, 0, 1, 2, 3])).Orientation);
        Assert.Equal(1, ImageDecoder.ReadHeader(TestPictures.PngWith(picture, "zTXt"u8, PngText.ExifPrefix)).Orientation);
    }

    [Fact]
    public void A_png_with_packed_xmp_is_turned()
    {
        byte[] body = [.. PngText.PackedXmpPrefix, 0, 0, .. Pack("<x tiff:Orientation=\"8\"/>"u8.ToArray())];

        Assert.Equal(8, ImageDecoder.ReadHeader(TestPictures.PngWith(TestPictures.Noise(12, 7), "iTXt"u8, body)).Orientation);
        Assert.Equal(1, ImageDecoder.ReadHeader(TestPictures.PngWith(TestPictures.Noise(12, 7), "iTXt"u8, PngText.PackedXmpPrefix)).Orientation);
    }

    [Fact]
    public void Text_that_unpacks_without_end_is_cut() =>
        Assert.InRange(PngText.Xmp([.. PngText.PackedXmpPrefix, 0, 0, .. Pack(new byte[50_000_000])]).Length, 0, 1 << 20);

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    [Fact]
    public void A_jpeg_with_an_orientation_in_xmp_only_is_turned()
    {
        byte[] jpeg = TestPictures.Encode(TestPictures.Noise(12, 7), ImageFormat.Jpeg);
        byte[] body = [.. XmpOrientation.JpegPrefix, .. "<x tiff:Orientation=\"6\"/>"u8];
        byte[] turned = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(body.Length + 2), .. body, .. jpeg[2..]];

        RgbImage image = ImageDecoder.Decode(turned);

        Assert.Equal((7, 12), (image.Width, image.Height));
        Assert.Equal(Orienter.Upright(ImageDecoder.Decode(jpeg), 6).Pixels.ToArray(), image.Pixels.ToArray());
    }
}
