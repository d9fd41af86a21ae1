namespace Graft.Vision;

/// <summary>
/// How pictures become the numbers that a model reads: the fields of preprocessor_config.json. The defaults
/// here are those of ViTImageProcessor; <see cref="ImageProcessorDefaults"/> has those of the other kinds.
/// </summary>
public sealed record ImageProcessorConfig
{
    /// <summary>Which processor it is (image_processor_type, feature_extractor_type). Default ViT.</summary>
    public ImageProcessorKind Kind { get; init; } = ImageProcessorKind.ViT;

    /// <summary>Whether pictures are resized. Default true.</summary>
    public bool DoResize { get; init; } = true;

    /// <summary>The size to resize to. Default 224 x 224.</summary>
    public ImageSize Size { get; init; } = ImageSize.Exactly(224, 224);

    /// <summary>The filter of the resize. Default bilinear.</summary>
    public ResampleFilter Resample { get; init; } = ResampleFilter.Bilinear;

    /// <summary>Whether the centre is cut out. Default false.</summary>
    public bool DoCenterCrop { get; init; }

    /// <summary>The size of the centre, with height and width; null where the kind has none.</summary>
    public ImageSize? CropSize { get; init; }

    /// <summary>ConvNeXT: the part of the resized short edge that is kept below 384. Default 0.875 there, else null.</summary>
    public double? CropPct { get; init; }

    /// <summary>Whether samples are multiplied by <see cref="RescaleFactor"/>. Default true.</summary>
    public bool DoRescale { get; init; } = true;

    /// <summary>What samples of 0..255 are multiplied by. Default 1/255.</summary>
    public double RescaleFactor { get; init; } = 1.0 / 255;

    /// <summary>EfficientNet: whether 1 is subtracted after the rescaling. Default false.</summary>
    public bool RescaleOffset { get; init; }

    /// <summary>Whether <see cref="ImageMean"/> is subtracted and the result divided by <see cref="ImageStd"/>. Default true.</summary>
    public bool DoNormalize { get; init; } = true;

    /// <summary>Mean of red, green, blue. Default 0.5 each.</summary>
    public IReadOnlyList<double> ImageMean { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>Standard deviation of red, green, blue. Default 0.5 each.</summary>
    public IReadOnlyList<double> ImageStd { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>EfficientNet: whether values are divided by <see cref="ImageStd"/> once more. Default false; true for EfficientNet.</summary>
    public bool IncludeTop { get; init; }
}
