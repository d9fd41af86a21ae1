using Graft.Vision.Augmentation;

namespace Graft.Vision;

/// <summary>
/// Moves a picture by a few pixels in both directions: the same as padding all sides and cutting out a random
/// part of the old size, as is usual for small pictures (He et al. 2015, section 4.2).
/// </summary>
public sealed class RandomShift : IImageAugmentation
{
    private readonly int _distance;
    private readonly EdgeFill _fill;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="distance">The longest move along each axis, in pixels, at least 0. Default 4.</param>
    /// <param name="fill">What shows where the picture was. Default black.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative.</exception>
    public RandomShift(int distance = 4, EdgeFill fill = EdgeFill.Black)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        _distance = distance;
        _fill = fill;
    }

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        var random = new SplitMix64(seed);
        int right = random.NextInt(-_distance, _distance);
        int down = random.NextInt(-_distance, _distance);
        if (right == 0 && down == 0)
        {
            return image;
        }

        byte[] target = RgbImage.NewBuffer(image.Width, image.Height);
        ReadOnlySpan<byte> source = image.Pixels;
        int at = 0;
        for (int y = 0; y < image.Height; y++)
        {
            int fromY = SourceIndex((long)y - down, image.Height);
            for (int x = 0; x < image.Width; x++, at += 3)
            {
                int fromX = SourceIndex((long)x - right, image.Width);
                if (fromX < 0 || fromY < 0)
                {
                    target.AsSpan(at, 3).Clear();
                }
                else
                {
                    source.Slice(((fromY * image.Width) + fromX) * 3, 3).CopyTo(target.AsSpan(at));
                }
            }
        }

        return RgbImage.TakeOver(target, image.Width, image.Height);
    }

    // Where a pixel outside the picture comes from; -1 is black.
    private int SourceIndex(long index, int size)
    {
        if (index >= 0 && index < size)
        {
            return (int)index;
        }

        if (_fill == EdgeFill.Reflect && size > 1)
        {
            // The edge pixel itself is not repeated: 3 2 1 | 0 1 2 3 | 2 1 0.
            long period = 2L * (size - 1);
            long within = ((index % period) + period) % period;
            return (int)Math.Min(within, period - within);
        }

        return _fill == EdgeFill.Black ? -1 : (int)Math.Clamp(index, 0, size - 1);
    }
}
