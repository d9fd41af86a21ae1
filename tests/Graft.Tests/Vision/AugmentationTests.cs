using CsCheck;
using Graft.Vision;
using Graft.Vision.Augmentation;

namespace Graft.Tests.Vision;

public sealed class AugmentationTests
{
    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Whole_numbers_reach_both_bounds_and_nothing_else() =>
        Gen.ULong.Sample(
            seed =>
            {
                var random = new SplitMix64(seed);
                HashSet<int> seen = [.. Enumerable.Range(0, 200).Select(_ => random.NextInt(-2, 2))];
                return seen.SetEquals([-2, -1, 0, 1, 2]);
            },
            iter: 100);

    [Fact]
    public void The_same_seed_gives_the_same_picture_and_seeds_differ()
    {
        var augmentations = new ImageAugmentations(
            new RandomHorizontalFlip(), new RandomShift(4, EdgeFill.Reflect), new RandomResizedCrop(16, 16));
        RgbImage image = TestPictures.Noise(40, 30);

        byte[][] first = [.. Seeds().Select(seed => augmentations.Apply(image, seed).Pixels.ToArray())];
        byte[][] second = [.. Seeds().Select(seed => augmentations.Apply(image, seed).Pixels.ToArray())];

        Assert.Equal(first, second);
        Assert.Equal(first.Length, first.Select(Convert.ToHexString).Distinct().Count());

        static IEnumerable<ulong> Seeds() => Enumerable.Range(0, 50).Select(i => (ulong)i);
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 200)]
    [InlineData(0.5, 100)]
    public void A_flip_happens_as_often_as_asked(double probability, int expected)
    {
        RgbImage image = TestPictures.Noise(3, 1);
        var flip = new RandomHorizontalFlip(probability);

        int flips = Enumerable.Range(0, 200).Count(seed => !ReferenceEquals(image, flip.Apply(image, (ulong)seed)));

        Assert.InRange(flips, expected - (probability is 0 or 1 ? 0 : 30), expected + (probability is 0 or 1 ? 0 : 30));
    }

    [Fact]
    public void A_shift_shows_black_the_edge_or_the_mirrored_picture()
    {
        // One row A B C D moved two to the right, found by its seed.
        var image = new RgbImage(4, 1, [.. "ABCD".SelectMany(letter => new[] { (byte)letter, (byte)letter, (byte)letter })]);
        ulong seed = Enumerable.Range(0, 1000).Select(i => (ulong)i).First(s =>
        {
            var random = new SplitMix64(s);
            return random.NextInt(-2, 2) == 2 && random.NextInt(-2, 2) == 0;
        });

        Assert.Equal("\0\0AB", Letters(EdgeFill.Black));
        Assert.Equal("AAAB", Letters(EdgeFill.Repeat));
        Assert.Equal("CBAB", Letters(EdgeFill.Reflect));

        string Letters(EdgeFill fill) => string.Concat(
            new RandomShift(2, fill).Apply(image, seed).Pixels.ToArray().Where((_, i) => i % 3 == 0).Select(b => (char)b));
    }

    [Fact]
    public void Any_picture_can_be_shifted_and_cropped() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[0, 80], Gen.Enum<EdgeFill>(), Gen.ULong).Sample(
            (width, height, distance, fill, seed) =>
            {
                RgbImage image = TestPictures.Noise(width, height);
                RgbImage shifted = new RandomShift(distance, fill).Apply(image, seed);
                RgbImage crop = new RandomResizedCrop(9, 11).Apply(image, seed);
                return (shifted.Width, shifted.Height, crop.Width, crop.Height) == (width, height, 11, 9);
            },
            iter: 500);

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomHorizontalFlip(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShift(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCrop(0, 1));
        Assert.Throws<InvalidOperationException>(() => new RandomResizedCrop(1, 1) { MinArea = 0 }.Apply(TestPictures.Noise(2, 2), 0));
    }
}
