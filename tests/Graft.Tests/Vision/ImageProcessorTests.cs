using CsCheck;
using Graft.Vision;

namespace Graft.Tests.Vision;

public sealed class ImageProcessorTests
{
    private static readonly string[] Families =
        ["vit", "deit", "beit", "swin", "dinov2", "bit", "convnext", "convnextv2", "resnet", "efficientnet", "mobilenet_v2"];

    public static TheoryData<string> ModelTypes => [.. Families];

    public static TheoryData<ImageProcessorKind> Kinds => [.. Enum.GetValues<ImageProcessorKind>()];

    [Fact]
    public void Any_picture_from_one_pixel_up_becomes_numbers_of_the_stated_size() =>
        Gen.Select(Gen.Int[0, Families.Length - 1].Select(i => Families[i]), Gen.Int[1, 64], Gen.Int[1, 150], Gen.Int[1, 150]).Sample(
            (family, size, width, height) =>
            {
                var processor = new ImageProcessor(ImageProcessorDefaults.ForModelType(family, size));
                float[] values = processor.Process(TestPictures.Noise(width, height));
                return processor.OutputSize == (size, size) && values.Length == 3 * size * size && values.All(float.IsFinite);
            },
            iter: 400);

    [Fact]
    public void Resizes_without_a_crop_follow_the_picture_for_any_size() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[1, 150], Gen.Int[1, 150]).Sample(
            (shortest, longest, width, height) =>
            {
                var processor = new ImageProcessor(new ImageProcessorConfig
                {
                    Size = new ImageSize { ShortestEdge = shortest, LongestEdge = longest },
                });
                (int outHeight, int outWidth) = processor.OutputSizeFor(width, height);
                return !processor.HasFixedSize && processor.Process(TestPictures.Noise(width, height)).Length == 3 * outHeight * outWidth
                    && Math.Max(outHeight, outWidth) <= Math.Max(longest + 1, Math.Max(width, height));
            },
            iter: 400);

    [Fact]
    public void A_thread_like_picture_is_cropped_without_being_resized_whole()
    {
        var processor = new ImageProcessor(ImageProcessorDefaults.ForModelType("resnet", 224));
        RgbImage thread = TestPictures.Constant(1, 100_000, 200);

        float[] values = processor.Process(thread);

        Assert.Equal(((200 / 255f) - 0.485f) / 0.229f, values[0], 1e-6f);
    }

    [Fact]
    public void A_picture_too_long_for_its_settings_is_a_typed_error()
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { Size = ImageSize.Shortest(224) });

        var error = Assert.Throws<GraftException>(() => processor.Process(TestPictures.Constant(1, 1_000_000, 0)));

        Assert.Contains("1x1000000", error.Message);
    }

    [Theory]
    [InlineData("", ResampleFilter.Nearest)]
    [InlineData(""","resample":2""", ResampleFilter.Bilinear)]
    public void EfficientNet_takes_the_nearest_pixel_where_nothing_is_said(string more, ResampleFilter expected) =>
        InFolder(folder =>
        {
            File.WriteAllText(Path.Combine(folder, ImageProcessor.FileName), $$"""{"image_processor_type":"EfficientNetImageProcessor"{{more}}}""");
            Assert.Equal(expected, ImageProcessor.Load(folder).Config.Resample);
        });

    [Fact]
    public void EfficientNet_subtracts_its_offset_and_divides_twice()
    {
        var processor = new ImageProcessor(ImageProcessorDefaults.ForKind(ImageProcessorKind.EfficientNet) with
        {
            DoResize = false, RescaleFactor = 1 / 127.5, RescaleOffset = true, ImageMean = [0.1, 0.2, 0.3], ImageStd = [0.4, 0.5, 0.6],
        });

        float[] values = processor.Process(new RgbImage(1, 1, [10, 200, 255]));

        Assert.Equal(((float)(10 * (1 / 127.5)) - 1 - 0.1f) / 0.4f / 0.4f, values[0]);
        Assert.Equal(((float)(200 * (1 / 127.5)) - 1 - 0.2f) / 0.5f / 0.5f, values[1]);
        Assert.Equal(((float)(255 * (1 / 127.5)) - 1 - 0.3f) / 0.6f / 0.6f, values[2]);
    }

    [Fact]
    public void A_target_of_another_length_is_refused()
    {
        var processor = new ImageProcessor(ImageProcessorDefaults.ForModelType("vit", 4));

        var error = Assert.Throws<ArgumentException>(() => processor.Process(TestPictures.Noise(5, 5), new float[47]));

        Assert.Contains("3x4x4", error.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Saved_settings_are_read_back_the_same(ImageProcessorKind kind) =>
        InFolder(folder =>
        {
            ImageProcessorConfig config = ImageProcessorDefaults.ForKind(kind);
            new ImageProcessor(config).Save(folder);

            Assert.Equivalent(config, ImageProcessor.Load(folder).Config, strict: true);
        });

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_folder_without_settings_gets_its_familys(string modelType) =>
        InFolder(folder =>
        {
            File.WriteAllText(Path.Combine(folder, "config.json"), $$"""{"model_type":"{{modelType}}","image_size":48}""");

            var processor = ImageProcessor.Load(folder);

            Assert.Equal((48, 48), processor.OutputSize);
            Assert.Equivalent(ImageProcessorDefaults.ForModelType(modelType, 48), processor.Config, strict: true);
        });

    [Theory]
    [InlineData("""{"image_processor_type":"ViTImageProcessorFast","size":32}""", ImageProcessorKind.ViT, 32, 32)]
    [InlineData("""{"image_processor_type":"ViTFeatureExtractor","size":[24,40]}""", ImageProcessorKind.ViT, 24, 40)]
    [InlineData("""{"feature_extractor_type":"BeitFeatureExtractor","size":64,"crop_size":64,"do_center_crop":false}""", ImageProcessorKind.Beit, 64, 64)]
    [InlineData("""{"image_processor_type":"MobileNetV2ImageProcessor","size":36,"crop_size":32}""", ImageProcessorKind.MobileNetV2, 32, 32)]
    [InlineData("""{"image_processor_type":"ConvNextImageProcessor","size":{"shortest_edge":384},"crop_pct":null}""", ImageProcessorKind.ConvNext, 384, 384)]
    [InlineData("""{"image_processor_type":"EfficientNetImageProcessorPil","size":{"height":20,"width":21}}""", ImageProcessorKind.EfficientNet, 20, 21)]
    public void Settings_of_every_style_are_read(string json, ImageProcessorKind kind, int height, int width) =>
        InFolder(folder =>
        {
            File.WriteAllText(Path.Combine(folder, ImageProcessor.FileName), json);

            var processor = ImageProcessor.Load(folder);

            Assert.Equal(kind, processor.Config.Kind);
            Assert.Equal((height, width), processor.OutputSize);
        });

    [Theory]
    [InlineData("[", "not valid JSON")]
    [InlineData("[]", "does not hold a JSON object")]
    [InlineData("""{"image_processor_type":"SamImageProcessor"}""", "'SamImageProcessor' is not supported")]
    [InlineData("""{"image_processor_type":"\ud800"}""", "image_processor_type must be a string of valid characters")]
    [InlineData("""{"image_processor_type":7}""", "image_processor_type must be a string")]
    [InlineData("""{"size":32}""", "image_processor_type is missing")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","size":"big"}""", "size must be a size")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","size":1.5}""", "size must be a whole number")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","size":0}""", "size has an edge of 0")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","size":2000000000}""", "size has an edge of 2000000000")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","resample":9}""", "resample is 9")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","image_std":[1,0,1]}""", "image_std holds a zero")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","image_mean":[1]}""", "need three numbers")]
    [InlineData("""{"image_processor_type":"ViTImageProcessor","do_center_crop":true}""", "crop_size needs height and width")]
    [InlineData("""{"image_processor_type":"ConvNextImageProcessor","size":{"height":3,"width":3}}""", "size needs shortest_edge")]
    public void Settings_that_make_no_sense_are_refused_by_file_and_field(string json, string expected) =>
        InFolder(folder =>
        {
            string path = Path.Combine(folder, ImageProcessor.FileName);
            File.WriteAllText(path, json);

            var error = Assert.Throws<GraftException>(() => ImageProcessor.Load(folder));

            Assert.Equal(path, error.Path);
            Assert.Contains(expected, error.Message);
        });

    [Fact]
    public void Only_the_typed_error_escapes_from_damaged_settings() =>
        InFolder(folder =>
        {
            new ImageProcessor(ImageProcessorDefaults.ForKind(ImageProcessorKind.EfficientNet)).Save(folder);
            string path = Path.Combine(folder, ImageProcessor.FileName);
            byte[] whole = File.ReadAllBytes(path);
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Char["0123456789\\\"[]{},-.eE"]).Sample(
                (at, other, value, character) =>
                {
                    byte[] damaged = [.. whole];
                    damaged[at] = value;
                    damaged[other] = (byte)character;
                    File.WriteAllBytes(path, damaged);
                    try
                    {
                        ImageProcessor.Load(folder);
                    }
                    catch (GraftException)
                    {
                        return true;
                    }

                    return true;
                },
                iter: 500, threads: 1);
        });

    [Fact]
    public void One_processor_serves_many_threads()
    {
        var processor = new ImageProcessor(ImageProcessorDefaults.ForModelType("dinov2", 56));
        byte[][] files = [.. Enum.GetValues<ImageFormat>().Select(format => TestPictures.Encode(TestPictures.Noise(90, 70), format))];
        float[][] expected = [.. files.Select(file => processor.Process(ImageDecoder.Decode(file)))];

        Parallel.For(0, 200, i => Assert.Equal(expected[i % files.Length], processor.Process(ImageDecoder.Decode(files[i % files.Length]))));
    }

    [Fact]
    public void A_folder_of_another_kind_is_refused() =>
        InFolder(folder =>
        {
            Assert.Contains("neither", Assert.Throws<GraftException>(() => ImageProcessor.Load(folder)).Message);

            File.WriteAllText(Path.Combine(folder, "config.json"), """{"model_type":"bert"}""");
            Assert.Contains("'bert'", Assert.Throws<GraftException>(() => ImageProcessor.Load(folder)).Message);
        });

    private static void InFolder(Action<string> test)
    {
        string folder = Directory.CreateTempSubdirectory("graft-processor-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
