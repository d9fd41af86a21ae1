namespace Graft.Vision;

/// <summary>How a resized pixel is made of its neighbours. The numbers are those of Pillow and of preprocessor_config.json.</summary>
public enum ResampleFilter
{
    /// <summary>The nearest pixel.</summary>
    Nearest = 0,

    /// <summary>Windowed sinc over three pixels to each side.</summary>
    Lanczos = 1,

    /// <summary>A triangle of one pixel to each side.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution (a = -0.5) over two pixels to each side.</summary>
    Bicubic = 3,

    /// <summary>The mean over half a pixel to each side.</summary>
    Box = 4,

    /// <summary>Sinc under a Hamming window of one pixel to each side.</summary>
    Hamming = 5,
}
