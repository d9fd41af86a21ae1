namespace Graft.Vision;

/// <summary>
/// Settings where a folder does not state them: what each processor takes for absent fields, and what the
/// published models of each family use where a folder has no preprocessor_config.json at all.
/// </summary>
public static class ImageProcessorDefaults
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetStd = [0.229, 0.224, 0.225];
    private static readonly double[] ClipMean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] ClipStd = [0.26862954, 0.26130258, 0.27577711];

    /// <summary>What a processor takes for the fields that its preprocessor_config.json leaves out.</summary>
    /// <param name="kind">The processor.</param>
    public static ImageProcessorConfig ForKind(ImageProcessorKind kind)
    {
        var bicubic = new ImageProcessorConfig { Kind = kind, Resample = ResampleFilter.Bicubic };
        return kind switch
        {
            ImageProcessorKind.DeiT => bicubic with
            {
                Size = ImageSize.Exactly(256, 256), DoCenterCrop = true, CropSize = ImageSize.Exactly(224, 224),
            },
            ImageProcessorKind.ConvNext => bicubic with { Size = ImageSize.Shortest(384), CropPct = 0.875 },
            ImageProcessorKind.Bit => bicubic with
            {
                Size = ImageSize.Shortest(224), DoCenterCrop = true, CropSize = ImageSize.Exactly(224, 224),
                ImageMean = ClipMean, ImageStd = ClipStd,
            },
            ImageProcessorKind.EfficientNet => bicubic with
            {
                Size = ImageSize.Exactly(346, 346), Resample = ResampleFilter.Nearest, CropSize = ImageSize.Exactly(289, 289), IncludeTop = true,
            },
            ImageProcessorKind.Beit => bicubic with { CropSize = ImageSize.Exactly(224, 224) },
            ImageProcessorKind.MobileNetV2 => bicubic with
            {
                Size = ImageSize.Shortest(256), Resample = ResampleFilter.Bilinear, DoCenterCrop = true,
                CropSize = ImageSize.Exactly(224, 224),
            },
            _ => new ImageProcessorConfig(),
        };
    }

    /// <summary>The settings of a family's published models, for a folder without preprocessor_config.json.</summary>
    /// <param name="modelType">model_type of config.json: "vit", "deit", "beit", "swin", "dinov2", "bit", "convnext", "convnextv2", "resnet", "efficientnet" or "mobilenet_v2".</param>
    /// <param name="imageSize">Rows and columns that the model reads; null for 224.</param>
    /// <returns>Settings whose output is imageSize x imageSize.</returns>
    /// <exception cref="GraftException">The family is unknown, or the size is not positive.</exception>
    public static ImageProcessorConfig ForModelType(string modelType, int? imageSize = null)
    {
        int size = imageSize ?? 224;
        if (size <= 0)
        {
            throw new GraftException($"image_size must be positive, but is {size}.");
        }

        // DeiT, DINOv2 and MobileNetV2 resize to 256 for a crop of 224.
        int larger = (int)(size * 256L / 224);
        ImageSize square = ImageSize.Exactly(size, size);
        return modelType switch
        {
            "vit" => ForKind(ImageProcessorKind.ViT) with { Size = square },
            "swin" => WithImageNetColours(ForKind(ImageProcessorKind.ViT)) with { Size = square, Resample = ResampleFilter.Bicubic },
            "deit" => WithImageNetColours(ForKind(ImageProcessorKind.DeiT)) with
            {
                Size = ImageSize.Exactly(larger, larger), CropSize = square,
            },
            "beit" => ForKind(ImageProcessorKind.Beit) with { Size = square, CropSize = square, Resample = ResampleFilter.Bilinear },
            "dinov2" => WithImageNetColours(ForKind(ImageProcessorKind.Bit)) with
            {
                Size = ImageSize.Shortest(larger), CropSize = square,
            },
            "bit" => ForKind(ImageProcessorKind.Bit) with { Size = ImageSize.Shortest(size), CropSize = square },
            "convnext" or "convnextv2" or "resnet" => WithImageNetColours(ForKind(ImageProcessorKind.ConvNext)) with
            {
                Size = ImageSize.Shortest(size),
            },
            "efficientnet" => ForKind(ImageProcessorKind.EfficientNet) with
            {
                // The deviations are the roots of ImageNet's, as include_top divides by them twice.
                Size = square, ImageMean = ImageNetMean,
                ImageStd = [0.47853944, 0.4732864, 0.47434163],
            },
            "mobilenet_v2" => ForKind(ImageProcessorKind.MobileNetV2) with { Size = ImageSize.Shortest(larger), CropSize = square },
            _ => throw new GraftException(
                $"No image settings are known for the model type '{modelType}'.",
                remedy: "Put a preprocessor_config.json beside the model."),
        };
    }

    private static ImageProcessorConfig WithImageNetColours(ImageProcessorConfig config) =>
        config with { ImageMean = ImageNetMean, ImageStd = ImageNetStd };
}
