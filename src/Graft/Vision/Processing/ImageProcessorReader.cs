using System.Text.Json;

namespace Graft.Vision.Processing;

/// <summary>Reads preprocessor_config.json in all styles that public folders have.</summary>
internal static class ImageProcessorReader
{
    private const string ModelConfigName = "config.json";
    private static readonly string[] Endings = ["ImageProcessorFast", "ImageProcessorPil", "ImageProcessor", "FeatureExtractor"];

    /// <summary>The settings of a folder, from its file or from the family that config.json names.</summary>
    public static ImageProcessorConfig ReadFolder(string folder)
    {
        string path = Path.Combine(folder, ImageProcessor.FileName);
        string modelPath = Path.Combine(folder, ModelConfigName);
        if (File.Exists(path))
        {
            ImageProcessorConfig config = Parse(path, modelPath);
            ImageProcessorValidator.Validate(config, path);
            return config;
        }

        if (!File.Exists(modelPath))
        {
            throw new GraftException(
                $"The folder has neither {ImageProcessor.FileName} nor {ModelConfigName}.", folder,
                remedy: "Give the folder of an image model.");
        }

        return ReadFamily(modelPath);
    }

    private static ImageProcessorConfig Parse(string path, string modelPath)
    {
        using JsonDocument document = Open(path);
        var json = new SettingsObject(document.RootElement, path);
        ImageProcessorKind kind = ReadKind(json, modelPath);
        ImageProcessorConfig defaults = ImageProcessorDefaults.ForKind(kind);

        // Where size is one number, ConvNeXT, BiT and MobileNetV2 mean the short edge.
        bool intIsSquare = kind is not (ImageProcessorKind.ConvNext or ImageProcessorKind.Bit or ImageProcessorKind.MobileNetV2);
        return defaults with
        {
            DoResize = json.Bool("do_resize", defaults.DoResize),
            Size = json.Size("size", intIsSquare) ?? defaults.Size,
            Resample = (ResampleFilter)json.Int("resample", (int)defaults.Resample),
            DoCenterCrop = json.Bool("do_center_crop", defaults.DoCenterCrop),
            CropSize = json.Size("crop_size", intIsSquare: true) ?? defaults.CropSize,
            CropPct = kind == ImageProcessorKind.ConvNext ? json.Double("crop_pct", defaults.CropPct!.Value) : null,
            DoRescale = json.Bool("do_rescale", defaults.DoRescale),
            RescaleFactor = json.Double("rescale_factor", defaults.RescaleFactor),
            RescaleOffset = kind == ImageProcessorKind.EfficientNet && json.Bool("rescale_offset", defaults.RescaleOffset),
            DoNormalize = json.Bool("do_normalize", defaults.DoNormalize),
            ImageMean = json.Doubles("image_mean") ?? defaults.ImageMean,
            ImageStd = json.Doubles("image_std") ?? defaults.ImageStd,
            IncludeTop = kind == ImageProcessorKind.EfficientNet && json.Bool("include_top", defaults.IncludeTop),
        };
    }

    private static ImageProcessorKind ReadKind(SettingsObject json, string modelPath)
    {
        string? type = json.Text("image_processor_type") ?? json.Text("feature_extractor_type");
        if (type is null)
        {
            // Very old folders do not say: the model's family decides.
            return File.Exists(modelPath)
                ? ReadFamily(modelPath).Kind
                : throw json.Error("image_processor_type is missing");
        }

        string ending = Endings.FirstOrDefault(type.EndsWith, "");
        string name = type[..^ending.Length];
        return name switch
        {
            "ViT" => ImageProcessorKind.ViT,
            "DeiT" => ImageProcessorKind.DeiT,
            "ConvNext" => ImageProcessorKind.ConvNext,
            "Bit" => ImageProcessorKind.Bit,
            "EfficientNet" => ImageProcessorKind.EfficientNet,
            "Beit" => ImageProcessorKind.Beit,
            "MobileNetV2" => ImageProcessorKind.MobileNetV2,
            _ => throw json.Error($"the image processor '{type}' is not supported", "Register one of that name with ImageProcessorKinds."),
        };
    }

    private static ImageProcessorConfig ReadFamily(string modelPath)
    {
        using JsonDocument document = Open(modelPath);
        var json = new SettingsObject(document.RootElement, modelPath);
        string modelType = json.Text("model_type") ?? throw json.Error("model_type is missing");
        ImageSize? size = json.Size("image_size", intIsSquare: true);
        if (size is not null && size.Height != size.Width)
        {
            return ImageProcessorDefaults.ForModelType(modelType) with { Size = size, DoCenterCrop = false };
        }

        return ImageProcessorDefaults.ForModelType(modelType, size?.Height);
    }

    /// <summary>Parses a file.</summary>
    /// <exception cref="GraftException">It cannot be read or is no JSON.</exception>
    public static JsonDocument Open(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new GraftException("The file is not valid JSON: " + e.Message, path, innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GraftException("The file cannot be read: " + e.Message, path, innerException: e);
        }
    }
}
