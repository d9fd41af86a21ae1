using Graft.Vision.Augmentation;

namespace Graft.Vision;

/// <summary>
/// Cuts out a random part of a picture, of random size and proportions, and resizes it (the crop of Szegedy et
/// al. 2015 that ImageNet training uses).
/// </summary>
public sealed class RandomResizedCrop : IImageAugmentation
{
    private const int Attempts = 10;

    private readonly int _height;
    private readonly int _width;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public RandomResizedCrop(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        _height = height;
        _width = width;
    }

    /// <summary>Smallest part of the picture's area that is cut out, above 0 and at most <see cref="MaxArea"/>. Default 0.08.</summary>
    public double MinArea { get; init; } = 0.08;

    /// <summary>Largest part of the picture's area that is cut out, at most 1. Default 1.</summary>
    public double MaxArea { get; init; } = 1;

    /// <summary>Smallest ratio of width to height, above 0 and at most <see cref="MaxRatio"/>. Default 3/4.</summary>
    public double MinRatio { get; init; } = 3.0 / 4;

    /// <summary>Largest ratio of width to height. Default 4/3.</summary>
    public double MaxRatio { get; init; } = 4.0 / 3;

    /// <summary>The filter of the resize. Default bilinear.</summary>
    public ResampleFilter Filter { get; init; } = ResampleFilter.Bilinear;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The bounds of area or ratio contradict each other.</exception>
    public RgbImage Apply(RgbImage image, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!(MinArea > 0 && MinArea <= MaxArea && MaxArea <= 1 && MinRatio > 0 && MinRatio <= MaxRatio && double.IsFinite(MaxRatio)))
        {
            throw new InvalidOperationException(
                $"Areas of {MinArea} to {MaxArea} (within 0 to 1) and ratios of {MinRatio} to {MaxRatio} make no sense.");
        }

        var random = new SplitMix64(seed);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = (double)image.Width * image.Height * random.NextDouble(MinArea, MaxArea);
            double ratio = Math.Exp(random.NextDouble(Math.Log(MinRatio), Math.Log(MaxRatio)));
            double columns = Math.Round(Math.Sqrt(area * ratio));
            double rows = Math.Round(Math.Sqrt(area / ratio));
            if (columns >= 1 && columns <= image.Width && rows >= 1 && rows <= image.Height)
            {
                int left = random.NextInt(0, image.Width - (int)columns);
                int top = random.NextInt(0, image.Height - (int)rows);
                return image.Crop(left, top, (int)columns, (int)rows).Resize(_width, _height, Filter);
            }
        }

        return Centre(image).Resize(_width, _height, Filter);
    }

    // The largest part in the middle that keeps to the ratios.
    private RgbImage Centre(RgbImage image)
    {
        double ratio = Math.Clamp((double)image.Width / image.Height, MinRatio, MaxRatio);
        int columns = Math.Clamp((int)Math.Round(image.Height * ratio), 1, image.Width);
        int rows = Math.Clamp((int)Math.Round(image.Width / ratio), 1, image.Height);
        return image.Crop((image.Width - columns) / 2, (image.Height - rows) / 2, columns, rows);
    }
}
