using Graft.Vision;

namespace Graft.Tests.Vision;

public sealed class RgbImageTests
{
    [Fact]
    public void Pixels_that_do_not_fit_the_size_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11]));

        Assert.Contains("2x2 pixels take 12 bytes of RGB, but 11 were given", error.Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(100_000, 100_000)]
    public void Impossible_sizes_are_refused(int width, int height) =>
        Assert.ThrowsAny<ArgumentException>(() => new RgbImage(width, height, new byte[3]));

    [Fact]
    public void A_picture_keeps_a_copy_of_its_pixels()
    {
        byte[] pixels = [1, 2, 3];
        var image = new RgbImage(1, 1, pixels);
        pixels[0] = 9;

        Assert.Equal([1, 2, 3], image.Pixels.ToArray());
    }

    [Fact]
    public void A_crop_holds_the_pixels_of_the_part()
    {
        var image = new RgbImage(3, 2, [.. Enumerable.Range(0, 18).Select(i => (byte)i)]);

        RgbImage part = image.Crop(1, 1, 2, 1);

        Assert.Equal((2, 1), (part.Width, part.Height));
        Assert.Equal([12, 13, 14, 15, 16, 17], part.Pixels.ToArray());
    }

    [Theory]
    [InlineData(-1, 0, 1, 1)]
    [InlineData(0, 0, 4, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(0, 0, 0, 1)]
    public void A_crop_beyond_the_picture_is_refused(int left, int top, int width, int height) =>
        Assert.Throws<ArgumentException>(() => TestPictures.Noise(3, 2).Crop(left, top, width, height));

    [Fact]
    public void A_flip_reverses_each_row()
    {
        var image = new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]);

        Assert.Equal([4, 5, 6, 1, 2, 3], image.FlipHorizontally().Pixels.ToArray());
    }
}
