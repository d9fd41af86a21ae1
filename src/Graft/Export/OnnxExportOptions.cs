namespace Graft.Export;

/// <summary>How a model is exported.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// Height in pixels of the images that the file is made for and checked with, from 1; null (the default): "image_size"
    /// of config.json, else 224. Vision transformers take images of this size only, as their positions are laid out for
    /// it; convolutional families take other sizes too. Unused for texts.
    /// </summary>
    public int? ImageHeight { get; init; }

    /// <summary>Width in pixels, as <see cref="ImageHeight"/>.</summary>
    public int? ImageWidth { get; init; }

    /// <summary>Called with how many steps are done and how many there are: one for the file, one a case that is compared.</summary>
    public Action<int, int>? Progress { get; init; }
}
