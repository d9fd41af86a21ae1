using System.Buffers;
using Graft.Vision.Processing;
using Graft.Vision.Resampling;

namespace Graft.Vision;

/// <summary>
/// Turns pictures into what a model reads: resize, centre crop, rescale, normalize, with the numbers that the
/// public (PIL) image processors give, bit for bit. Immutable and safe to share between threads.
/// </summary>
public sealed class ImageProcessor : IImageProcessor
{
    /// <summary>The name of the file with the settings.</summary>
    public const string FileName = "preprocessor_config.json";

    private readonly ImageGeometry _geometry;
    private readonly SampleTable _table;

    /// <summary>Creates a processor from its settings.</summary>
    /// <param name="config">The settings.</param>
    /// <exception cref="GraftException">The settings contradict each other.</exception>
    public ImageProcessor(ImageProcessorConfig config)
    {
        ImageProcessorValidator.Validate(config);
        Config = config;
        _geometry = new ImageGeometry(config);
        _table = new SampleTable(config);
    }

    /// <summary>The settings.</summary>
    public ImageProcessorConfig Config { get; }

    /// <summary>Whether all pictures come out in one size; if not, ask <see cref="OutputSizeFor"/>.</summary>
    public bool HasFixedSize => _geometry.FixedOutput is not null;

    /// <summary>Rows and columns of the output.</summary>
    /// <exception cref="GraftException">The size depends on the picture.</exception>
    public (int Height, int Width) OutputSize => _geometry.FixedOutput ?? throw new GraftException(
        "These image settings give each picture another size, so pictures cannot be put in one batch.", FileName,
        remedy: "State height and width in size, or set do_center_crop.");

    /// <summary>Reads the settings of a model's folder: preprocessor_config.json, or else the settings of the family that config.json names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="GraftException">Neither file is there, or one does not make sense.</exception>
    public static ImageProcessor Load(string folder) => new(ImageProcessorReader.ReadFolder(folder));

    /// <summary>Rows and columns that a picture of some size comes out with.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <exception cref="GraftException">The output would be larger than any picture may be.</exception>
    public (int Height, int Width) OutputSizeFor(int width, int height)
    {
        ImagePlan plan = _geometry.Plan(width, height);
        return (plan.Output.Height, plan.Output.Width);
    }

    /// <summary>Processes a picture into memory of the caller's.</summary>
    /// <param name="image">The picture, upright.</param>
    /// <param name="pixelValues">[3,h,w], row-major, red first: exactly 3 x height x width values.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="GraftException">The picture is so long and thin that its output would be too large.</exception>
    public void Process(RgbImage image, Span<float> pixelValues)
    {
        ArgumentNullException.ThrowIfNull(image);
        ImagePlan plan = _geometry.Plan(image.Width, image.Height);
        if (pixelValues.Length != 3L * plan.Output.Height * plan.Output.Width)
        {
            throw new ArgumentException(
                $"The output has 3x{plan.Output.Height}x{plan.Output.Width} values, but there is room for {pixelValues.Length}.",
                nameof(pixelValues));
        }

        // The part of the output that shows the picture; the rest is black.
        PixelWindow visible = plan.Visible;
        byte[] samples = ArrayPool<byte>.Shared.Rent((visible.Width * visible.Height * 3) + RgbImage.Padding);
        var window = new PixelWindow(visible.Left + plan.Output.Left, visible.Top + plan.Output.Top, visible.Width, visible.Height);
        Resampler.Resample(image, plan.ResizedWidth, plan.ResizedHeight, Config.Resample, window, samples);
        _table.Write(samples, visible, plan.Output.Height, plan.Output.Width, pixelValues);
        ArrayPool<byte>.Shared.Return(samples);
    }

    /// <summary>Processes a picture.</summary>
    /// <param name="image">The picture, upright.</param>
    /// <returns>[3,h,w], row-major, red first.</returns>
    /// <exception cref="GraftException">The picture is so long and thin that its output would be too large.</exception>
    public float[] Process(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        (int height, int width) = OutputSizeFor(image.Width, image.Height);
        var pixelValues = new float[3 * height * width];
        Process(image, pixelValues);
        return pixelValues;
    }

    /// <summary>Writes preprocessor_config.json, in the form of the public tools.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public void Save(string folder) => ImageProcessorWriter.Write(Config, Path.Combine(folder, FileName));
}
