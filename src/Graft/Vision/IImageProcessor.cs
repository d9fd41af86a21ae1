namespace Graft.Vision;

/// <summary>Turns pictures into what a model reads. Implementations are immutable, as many threads use one at once.</summary>
public interface IImageProcessor
{
    /// <summary>Rows and columns of every output.</summary>
    /// <exception cref="GraftException">The size depends on the picture.</exception>
    (int Height, int Width) OutputSize { get; }

    /// <summary>Processes a picture into memory of the caller's.</summary>
    /// <param name="image">The picture, upright.</param>
    /// <param name="pixelValues">[3,h,w], row-major, red first: all values are written.</param>
    void Process(RgbImage image, Span<float> pixelValues);

    /// <summary>Writes preprocessor_config.json, with the "image_processor_type" by which it is found again.</summary>
    /// <param name="folder">An existing folder.</param>
    void Save(string folder);
}
