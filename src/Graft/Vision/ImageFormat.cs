namespace Graft.Vision;

/// <summary>The kinds of picture files that can be decoded. The content of a file decides, never its name.</summary>
public enum ImageFormat
{
    /// <summary>Portable Network Graphics.</summary>
    Png,

    /// <summary>JPEG, baseline or progressive.</summary>
    Jpeg,

    /// <summary>WebP, lossy or lossless.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>Graphics Interchange Format; of an animation the first frame.</summary>
    Gif,

    /// <summary>TIFF, uncompressed.</summary>
    Tiff,
}
