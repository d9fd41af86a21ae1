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

        Assert.Equal(orientation, ExifOrientation.Read(order == "II" ? little : big));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_as_some_orientation() =>
        Gen.Byte.Array[0, 60].Select(bytes => (byte[])[.. "II*\0"u8, 8, 0, 0, 0, .. bytes]).Sample(
            exif => ExifOrientation.Read(exif) is >= 1 and <= 8);
}
