using Graft.Vision.Augmentation;

namespace Graft.Vision;

/// <summary>Mirrors a picture left to right, now and then.</summary>
public sealed class RandomHorizontalFlip : IImageAugmentation
{
    private readonly double _probability;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="probability">How often a picture is mirrored, 0 to 1. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not within 0 to 1.</exception>
    public RandomHorizontalFlip(double probability = 0.5)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies within 0 to 1.");
        }

        _probability = probability;
    }

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new SplitMix64(seed).NextDouble() < _probability ? image.FlipHorizontally() : image;
    }
}
