using Graft.Vision.Augmentation;

namespace Graft.Vision;

/// <summary>Several augmentations in a row, each with a seed of its own.</summary>
/// <param name="steps">The augmentations, in their order.</param>
public sealed class ImageAugmentations(params IReadOnlyList<IImageAugmentation> steps) : IImageAugmentation
{
    private readonly IImageAugmentation[] _steps = [.. steps];

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, ulong seed)
    {
        var random = new SplitMix64(seed);
        foreach (IImageAugmentation step in _steps)
        {
            image = step.Apply(image, random.Next());
        }

        return image;
    }
}
