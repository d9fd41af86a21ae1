namespace Graft.Vision.Decoding;

/// <summary>The colour types of PNG.</summary>
internal enum PngColour
{
    /// <summary>One gray sample.</summary>
    Gray = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>An index into a table of colours.</summary>
    Palette = 3,

    /// <summary>Gray and alpha.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba = 6,
}
