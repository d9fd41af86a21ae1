using Graft.Data;
using Graft.Data.Batching;
using Graft.Models;
using Graft.Tests.Vision;
using Graft.Vision;

namespace Graft.Tests.Data.Batching;

public sealed class EncodedImagesTests
{
    private const int Side = 8;

    [Fact]
    public void Without_an_augmentation_of_one_s_own_training_images_are_mirrored_now_and_then_and_others_never()
    {
        EncodedImages images = Images(augmentation: null);
        float[][] plain = Rows(images, seed: null);
        bool[] mirrored = [.. Enumerable.Range(0, 20).Select(seed => !Rows(images, (ulong)seed)[0].SequenceEqual(plain[0]))];

        Assert.Contains(true, mirrored);
        Assert.Contains(false, mirrored);
        Assert.Equal(Rows(images, 5), Rows(images, 5));
        Assert.Equal(plain, Rows(images, null));
    }

    [Fact]
    public void An_augmentation_of_one_s_own_takes_its_place_and_gets_a_seed_a_row()
    {
        var noted = new Noting();
        EncodedImages images = Images(noted);
        float[][] plain = Rows(images, seed: null);
        Assert.Empty(noted.Seeds);

        float[][] changed = Rows(images, 3), again = Rows(images, 3), others = Rows(images, 4);

        Assert.All(changed.Zip(plain), pair => Assert.Equal(pair.Second.Select(value => 255 - value), pair.First));
        Assert.Equal(changed, again);
        Assert.Equal(changed, others);
        Assert.Equal(2, noted.Seeds[..2].Distinct().Count());
        Assert.Equal(noted.Seeds[..2], noted.Seeds[2..4]);
        Assert.NotEqual(noted.Seeds[..2], noted.Seeds[4..]);
    }

    [Fact]
    public void The_crop_of_ImageNet_serves()
    {
        EncodedImages images = Images(new ImageAugmentations(new RandomResizedCrop(Side, Side), new RandomHorizontalFlip()));

        Assert.Equal(Rows(images, 1), Rows(images, 1));
        Assert.NotEqual(Rows(images, 1), Rows(images, 2));
    }

    private static EncodedImages Images(IImageAugmentation? augmentation) => new(
        new Dataset(InputKind.Image, LabelSet.Numbered(2), [.. Enumerable.Range(0, 2).Select(row =>
            ImageExample.FromBytes($"{row}.png", TestPictures.Encode(TestPictures.Noise(Side, Side, row + 1), ImageFormat.Png)) with { Target = Target.OfClass(row) })]),
        new Pixels(), augmentation);

    private static float[][] Rows(EncodedImages images, ulong? seed)
    {
        using Batch batch = images.CreateBatch([0, 1], seed);
        return [.. ((ImageInputs)batch.Inputs).PixelValues.data<float>().ToArray().Chunk(3 * Side * Side)];
    }

    /// <summary>The bytes of the red channel, three times.</summary>
    private sealed class Pixels : IImageProcessor
    {
        public (int Height, int Width) OutputSize => (Side, Side);

        public void Process(RgbImage image, Span<float> pixelValues)
        {
            for (int i = 0; i < pixelValues.Length; i++)
            {
                pixelValues[i] = image.Pixels[i % (Side * Side) * 3];
            }
        }

        public void Save(string folder)
        {
        }
    }

    /// <summary>Inverts pictures, and notes the seeds.</summary>
    private sealed class Noting : IImageAugmentation
    {
        public List<ulong> Seeds { get; } = [];

        public RgbImage Apply(RgbImage image, ulong seed)
        {
            Seeds.Add(seed);
            return new RgbImage(image.Width, image.Height, [.. image.Pixels.ToArray().Select(value => (byte)(255 - value))]);
        }
    }
}
