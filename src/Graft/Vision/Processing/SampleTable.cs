using Graft.Vision.Resampling;

namespace Graft.Vision.Processing;

/// <summary>
/// Rescale and normalize as a table: a sample is one of 256 values, so each channel's numbers are computed
/// once, with the public processors' arithmetic.
/// </summary>
internal sealed class SampleTable
{
    private const int Channels = 3;
    private const int Values = 256;

    private readonly float[] _table = new float[Channels * Values];

    /// <summary>Computes the table of a processor's settings.</summary>
    public SampleTable(ImageProcessorConfig config)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            float mean = (float)config.ImageMean[channel];
            float std = (float)config.ImageStd[channel];
            for (int sample = 0; sample < Values; sample++)
            {
                // The product is of double precision, all that follows of single.
                float value = config.DoRescale ? (float)(sample * config.RescaleFactor) : sample;
                value = config.DoRescale && config.RescaleOffset ? value - 1 : value;
                value = config.DoNormalize ? (value - mean) / std : value;
                _table[(channel * Values) + sample] = config.IncludeTop ? value / std : value;
            }
        }
    }

    /// <summary>Looks up all samples of an output.</summary>
    /// <param name="samples">[h,w,3] of the visible part.</param>
    /// <param name="visible">Where the picture lies in the output; all around it is black.</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="target">[3,height,width].</param>
    public void Write(ReadOnlySpan<byte> samples, PixelWindow visible, int height, int width, Span<float> target)
    {
        int plane = height * width;
        if (visible.Width < width || visible.Height < height)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                target.Slice(channel * plane, plane).Fill(_table[channel * Values]);
            }
        }

        ReadOnlySpan<float> red = _table.AsSpan(0, Values);
        ReadOnlySpan<float> green = _table.AsSpan(Values, Values);
        ReadOnlySpan<float> blue = _table.AsSpan(2 * Values, Values);
        for (int y = 0; y < visible.Height; y++)
        {
            int start = ((visible.Top + y) * width) + visible.Left;
            Span<float> reds = target.Slice(start, visible.Width);
            Span<float> greens = target.Slice(plane + start, visible.Width);
            Span<float> blues = target.Slice((2 * plane) + start, visible.Width);
            ReadOnlySpan<byte> row = samples.Slice(y * visible.Width * Channels, visible.Width * Channels);
            for (int x = 0; x < reds.Length; x++)
            {
                reds[x] = red[row[0]];
                greens[x] = green[row[1]];
                blues[x] = blue[row[2]];
                row = row[Channels..];
            }
        }
    }
}
