namespace Graft.Models;

/// <summary>The sizes that ViT and the families laid out like it share.</summary>
public abstract record PatchEncoderConfig : TransformerConfig
{
    private protected PatchEncoderConfig()
    {
    }

    /// <inheritdoc/>
    private protected PatchEncoderConfig(ModelConfigFile file, PatchEncoderConfig defaults)
        : base(file, defaults)
    {
        ImageSize = file.Int("image_size", defaults.ImageSize);
        PatchSize = file.PatchSize(defaults.PatchSize, ImageSize);
        Channels = file.Int("num_channels", defaults.Channels);
    }

    /// <summary>Side in pixels of the images that the positions were trained for; others are taken too.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Patches a row and a column of an image of the trained size.</summary>
    public int GridSide => ImageSize / PatchSize;
}
