using CsCheck;
using Graft.Vision;

namespace Graft.Tests.Vision;

public sealed class ImageDecoderTests
{
    public static TheoryData<ImageFormat> Formats => [.. Enum.GetValues<ImageFormat>()];

    [Fact]
    public void Lossless_files_give_their_pixels_back() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 9999]).Sample(
            (width, height, seed) =>
            {
                RgbImage image = TestPictures.Noise(width, height, seed);
                foreach (ImageFormat format in new[] { ImageFormat.Png, ImageFormat.Bmp, ImageFormat.Tiff })
                {
                    RgbImage decoded = ImageDecoder.Decode(TestPictures.Encode(image, format));
                    Assert.Equal((width, height), (decoded.Width, decoded.Height));
                    Assert.Equal(image.Pixels.ToArray(), decoded.Pixels.ToArray());
                }
            },
            iter: 100);

    [Fact]
    public void A_gif_gives_the_colours_of_its_palette()
    {
        RgbImage image = TestPictures.Noise(23, 17);

        RgbImage decoded = ImageDecoder.Decode(TestPictures.Encode(image, ImageFormat.Gif));

        Assert.Equal(
            image.Pixels.ToArray().Where((_, i) => i % 3 == 0).SelectMany(red => Enumerable.Repeat((byte)(red & 0xFE), 3)),
            decoded.Pixels.ToArray());
    }

    [Fact]
    public void A_bitmap_of_run_lengths_and_one_of_bit_masks_are_read()
    {
        // 2 x 2 with a palette of red and green; rows from the bottom: red red, green red.
        byte[] runs =
        [
            .. "BM"u8, 74, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0, 12, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 2, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1,
        ];

        // 1 x 1 of 16 bits, five red, six green, five blue.
        byte[] masks =
        [
            .. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 66, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 16, 0, 3, 0, 0, 0, 4, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0, 0x1F, 0xF8, 0, 0,
        ];

        Assert.Equal([0, 255, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0], ImageDecoder.Decode(runs).Pixels.ToArray());
        Assert.Equal([255, 0, 255], ImageDecoder.Decode(masks).Pixels.ToArray());
    }

    [Fact]
    public void Colours_that_were_multiplied_by_alpha_are_divided_by_it_in_a_tiff()
    {
        byte[] row = [10, 20, 200, 100, 1, 2, 3, 0, 9, 8, 7, 255];

        Assert.Equal([25, 51, 255, 0, 0, 0, 9, 8, 7], ImageDecoder.Decode(TestPictures.TiffRow(row, 4, (338, 1))).Pixels.ToArray());
        Assert.Equal([10, 20, 200, 1, 2, 3, 9, 8, 7], ImageDecoder.Decode(TestPictures.TiffRow(row, 4, (338, 2))).Pixels.ToArray());
        Assert.Equal([10, 20, 200, 1, 2, 3, 9, 8, 7], ImageDecoder.Decode(TestPictures.TiffRow(row, 4)).Pixels.ToArray());
    }

    [Fact]
    public void A_tiff_whose_bits_come_low_first_is_refused() =>
        Assert.Contains("bits in order 2", Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(TestPictures.TiffRow([1, 2, 3], 3, (266, 2)))).Message);

    [Fact]
    public void Of_a_tag_that_stands_twice_in_a_tiff_the_first_counts() =>
        Assert.Equal([1, 2, 3], ImageDecoder.Decode(TestPictures.TiffRow([1, 2, 3], 3, (277, 1), (257, 9))).Pixels.ToArray());

    [Fact]
    public void A_small_frame_may_lie_on_a_large_screen()
    {
        byte[] gif = TestPictures.Encode(TestPictures.Noise(2, 2), ImageFormat.Gif);
        (gif[6], gif[7], gif[8], gif[9]) = (0xA0, 0x0F, 0xA0, 0x0F);

        Assert.Equal((4000, 4000), (ImageDecoder.Decode(gif).Width, ImageDecoder.Decode(gif).Height));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_content_tells_the_format_and_the_header_the_size(ImageFormat format)
    {
        byte[] file = TestPictures.Encode(TestPictures.Noise(12, 7), format);

        Assert.Equal(new ImageHeader(format, 12, 7, 1), ImageDecoder.ReadHeader(file));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Fault", "48")]
    public void A_cut_file_is_refused_by_name_and_never_half_grey(ImageFormat format)
    {
        byte[] file = TestPictures.Encode(TestPictures.Noise(30, 20), format);
        byte[] whole = ImageDecoder.Decode(file).Pixels.ToArray();
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                // Bytes behind the last pixel (IEND, the GIF's trailer) may be missing.
                Assert.Equal(whole, ImageDecoder.Decode(file.AsSpan(0, length), "cut.img").Pixels.ToArray());
                Assert.True(length > file.Length - 20, $"{length} of {file.Length} bytes decode");
            }
            catch (ImageDecodeException e)
            {
                refused++;
                Assert.Equal("cut.img", e.Path);
            }
        }

        Assert.True(refused > file.Length - 20);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Fault", "48")]
    public void Only_the_typed_error_escapes_from_damaged_files(ImageFormat format)
    {
        byte[] file = TestPictures.Encode(TestPictures.Noise(16, 16), format);
        int headerBytes = Math.Min(file.Length, 120);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[0, headerBytes - 1], Gen.Byte, Gen.Byte).Sample(
            (anywhere, inHeader, first, second) =>
            {
                byte[] damaged = [.. file];
                damaged[anywhere] = first;
                damaged[inHeader] = second;
                try
                {
                    // A header that claims much more than the file can hold is not worth a gigabyte of this test's time.
                    ImageHeader header = ImageDecoder.ReadHeader(damaged);
                    if ((long)header.StoredWidth * header.StoredHeight < 1 << 22)
                    {
                        ImageDecoder.Decode(damaged);
                    }
                }
                catch (ImageDecodeException)
                {
                    return true;
                }

                return true;
            },
            iter: 3000);
    }

    [Fact]
    [Trait("Fault", "48")]
    public void A_missing_file_and_an_empty_one_are_named()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        Assert.Equal(path, Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(path)).Path);

        File.WriteAllBytes(path, []);
        var error = Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(path));
        File.Delete(path);

        Assert.Contains($"{path}: The file is empty.", error.Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html></html>", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "Git LFS pointer")]
    [InlineData("hello, world", "not PNG, JPEG, WebP, BMP, GIF or TIFF")]
    [Trait("Fault", "48")]
    public void What_is_no_picture_is_told_by_its_content(string content, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(System.Text.Encoding.ASCII.GetBytes(content))).Message);

    [Fact]
    [Trait("Fault", "49")]
    public void A_header_that_claims_too_many_pixels_is_refused_before_anything_is_allocated()
    {
        byte[] file = TestPictures.PngHeaderOnly(30_000, 30_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(file, "huge.png"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("huge.png: The header claims 30000x30000 pixels; at most 178,956,970 are decoded.", error.Message);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 0xFF, 0xDA, 0, 2 })]
    [InlineData(ImageFormat.Gif, new byte[] { 71, 73, 70, 56, 57, 97, 255, 255, 255, 255, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0 })]
    [InlineData(ImageFormat.WebP, new byte[] { 82, 73, 70, 70, 22, 0, 0, 0, 87, 69, 66, 80, 86, 80, 56, 88, 10, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 255, 255, 0 })]
    [Trait("Fault", "49")]
    public void Other_formats_are_refused_on_their_headers_too(ImageFormat format, byte[] file)
    {
        string message = Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(file, format + "-file")).Message;

        Assert.Contains($"{format}-file: The header claims 65", message);
    }

    [Fact]
    [Trait("Fault", "49")]
    public void Few_bytes_that_claim_many_allowed_pixels_are_refused_before_anything_is_allocated()
    {
        byte[] small = TestPictures.Encode(TestPictures.Noise(8, 8), ImageFormat.Png);
        byte[] header = TestPictures.PngHeaderOnly(13_000, 13_000);
        byte[] bomb = [.. header, .. small[header.Length..]];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(bomb));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    [Trait("Fault", "49")]
    public void So_are_a_gif_and_a_bitmap_of_run_lengths()
    {
        byte[] gif = TestPictures.Encode(TestPictures.Noise(2, 2), ImageFormat.Gif);
        (gif[6], gif[7], gif[8], gif[9]) = (0xC8, 0x32, 0xC8, 0x32);
        byte[] runs =
        [
            .. "BM"u8, 64, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0, 40, 0, 0, 0, 0xC8, 0x32, 0, 0, 0xC8, 0x32, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 1,
        ];
        foreach (byte[] bomb in (byte[][])[gif, runs])
        {
            Assert.Equal((13_000, 13_000), (ImageDecoder.ReadHeader(bomb).Width, ImageDecoder.ReadHeader(bomb).Height));
            long before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Contains($"{bomb.Length} bytes", Assert.Throws<ImageDecodeException>(() => ImageDecoder.Decode(bomb)).Message);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Theory]
    [InlineData("a.PNG", true)]
    [InlineData("folder/b.jpeg", true)]
    [InlineData("c.webp", true)]
    [InlineData("d.txt", false)]
    [InlineData("png", false)]
    public void Names_of_pictures_are_told_by_their_ending(string name, bool expected) =>
        Assert.Equal(expected, ImageDecoder.IsImageFileName(name));
}
