using CsCheck;
using Graft.Vision;
using Graft.Vision.Resampling;

namespace Graft.Tests.Vision;

public sealed class ResamplerTests
{
    private static readonly Gen<ResampleFilter> Filters = Gen.Enum<ResampleFilter>();

    [Fact]
    public void Any_size_resizes_to_any_other_and_a_plain_picture_stays_plain() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[1, 90], Filters, Gen.Byte).Sample(
            (width, height, toWidth, toHeight, filter, value) =>
            {
                RgbImage resized = TestPictures.Constant(width, height, value).Resize(toWidth, toHeight, filter);
                return resized.Width == toWidth && resized.Height == toHeight && !resized.Pixels.ContainsAnyExcept(value);
            },
            iter: 500);

    [Fact]
    public void All_instructions_give_the_same_bytes_and_a_window_equals_its_part_of_the_whole() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70], Filters, Gen.Int[0, 9999]).Sample(
            (width, height, toWidth, toHeight, filter, seed) =>
            {
                RgbImage source = TestPictures.Noise(width, height, seed);
                var random = new Random(seed);
                int left = random.Next(toWidth);
                int top = random.Next(toHeight);
                var window = new PixelWindow(left, top, random.Next(1, toWidth - left + 1), random.Next(1, toHeight - top + 1));
                byte[] expected = Run(source, toWidth, toHeight, filter, new PixelWindow(0, 0, toWidth, toHeight), ResampleInstructions.Scalar);
                byte[] part = new RgbImage(toWidth, toHeight, expected).Crop(left, top, window.Width, window.Height).Pixels.ToArray();
                foreach (ResampleInstructions instructions in Enum.GetValues<ResampleInstructions>().Where(i => i <= Resampler.Best))
                {
                    Assert.Equal(part, Run(source, toWidth, toHeight, filter, window, instructions));
                }
            },
            iter: 500);

    [Fact]
    public void An_equal_size_is_a_copy()
    {
        RgbImage source = TestPictures.Noise(5, 4);

        Assert.Equal(source.Pixels.ToArray(), source.Resize(5, 4, ResampleFilter.Lanczos).Pixels.ToArray());
    }

    [Fact]
    public void A_box_filter_of_half_the_size_is_the_rounded_mean()
    {
        var source = new RgbImage(2, 1, [10, 0, 255, 13, 0, 255]);

        Assert.Equal([12, 0, 255], source.Resize(1, 1, ResampleFilter.Box).Pixels.ToArray());
    }

    [Fact]
    public void A_size_of_zero_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => TestPictures.Noise(2, 2).Resize(0, 1, ResampleFilter.Box));

    private static byte[] Run(
        RgbImage source, int width, int height, ResampleFilter filter, PixelWindow window, ResampleInstructions instructions)
    {
        byte[] target = RgbImage.NewBuffer(window.Width, window.Height);
        Resampler.Resample(
            source, ResampleAxis.Whole(source.Width, width), ResampleAxis.Whole(source.Height, height), filter, window, target, instructions);
        return target[..(window.Width * window.Height * 3)];
    }
}
