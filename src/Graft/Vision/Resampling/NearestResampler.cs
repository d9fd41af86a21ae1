namespace Graft.Vision.Resampling;

/// <summary>Nearest neighbour: both indices are running sums of the scale, as in Pillow, not products.</summary>
internal static class NearestResampler
{
    /// <summary>Writes a window of the resized picture, [h,w,3].</summary>
    public static void Resample(RgbImage source, ResampleAxis horizontal, ResampleAxis vertical, PixelWindow window, Span<byte> target)
    {
        int[] columns = Indices(horizontal, window.Left, window.Width);
        int[] rows = Indices(vertical, window.Top, window.Height);
        int at = 0;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> pixels = source.Pixels.Slice(row * source.Width * 3, source.Width * 3);
            foreach (int column in columns)
            {
                pixels.Slice(column * 3, 3).CopyTo(target[at..]);
                at += 3;
            }
        }
    }

    private static int[] Indices(ResampleAxis axis, int first, int count)
    {
        double scale = axis.Scale;
        double position = axis.Low + (0.5 * scale);
        for (int i = 0; i < first; i++)
        {
            position += scale;
        }

        var indices = new int[count];
        for (int i = 0; i < count; i++)
        {
            indices[i] = Math.Min((int)position, axis.SourceSize - 1);
            position += scale;
        }

        return indices;
    }
}
