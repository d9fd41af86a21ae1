using System.Runtime.InteropServices;

namespace Graft.Vision.Resampling;

/// <summary>
/// Which source pixels make each pixel of one axis of a resized picture, and with which weights, as fixed point
/// numbers of <see cref="FractionBits"/> bits behind the point.
/// </summary>
internal sealed class AxisWeights
{
    /// <summary>Bits behind the point: 32 less 8 of the sample, less 2 for the filters' overshoot.</summary>
    public const int FractionBits = 22;

    /// <summary>One half, which rounds a sum of products.</summary>
    public const int Half = 1 << (FractionBits - 1);

    /// <summary>Weights a pixel are padded with zeros to a multiple of this.</summary>
    public const int Step = 4;

    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _weights;

    private AxisWeights(int[] starts, int[] lengths, int[] weights, int stride)
    {
        _starts = starts;
        _lengths = lengths;
        _weights = weights;
        Stride = stride;
    }

    /// <summary>Number of output pixels.</summary>
    public int Count => _starts.Length;

    /// <summary>Distance between the weights of two output pixels, a multiple of <see cref="Step"/>.</summary>
    public int Stride { get; }

    /// <summary>First source pixel of each output pixel.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Number of source pixels of each output pixel.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>All weights, [count, stride], zeros behind each row's length.</summary>
    public ReadOnlySpan<int> Weights => _weights;

    /// <summary>The first source pixel that has a weight.</summary>
    public int SourceStart => _starts[0];

    /// <summary>The source pixel behind the last that has a weight.</summary>
    public int SourceEnd => _starts[^1] + _lengths[^1];

    /// <summary>Weights for the outputs <paramref name="first"/> .. first + count - 1 of an axis.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="axis">The source's size, the part of it that is resized, and the size it is resized to.</param>
    /// <param name="first">The first output wanted.</param>
    /// <param name="count">How many outputs are wanted.</param>
    public static AxisWeights Create(ResampleFilter filter, ResampleAxis axis, int first, int count)
    {
        double scale = axis.Scale;
        double filterScale = Math.Max(scale, 1);
        double support = FilterKernel.HalfWidth(filter) * filterScale;
        double inverse = 1 / filterScale;

        var starts = new int[count];
        var lengths = new int[count];
        int longest = 0;
        for (int x = 0; x < count; x++)
        {
            double centre = axis.Low + ((first + x + 0.5) * scale);
            starts[x] = (int)Math.Max(0, centre - support + 0.5);
            lengths[x] = (int)Math.Min(axis.SourceSize, centre + support + 0.5) - starts[x];
            longest = Math.Max(longest, lengths[x]);
        }

        int stride = (longest + Step - 1) / Step * Step;
        var weights = new int[checked(count * stride)];
        var exact = new double[longest];
        for (int x = 0; x < count; x++)
        {
            double centre = axis.Low + ((first + x + 0.5) * scale);
            double sum = 0;
            for (int i = 0; i < lengths[x]; i++)
            {
                exact[i] = FilterKernel.Weight(filter, (i + starts[x] - centre + 0.5) * inverse);
                sum += exact[i];
            }

            for (int i = 0; i < lengths[x]; i++)
            {
                double weight = (sum != 0 ? exact[i] / sum : exact[i]) * (1 << FractionBits);
                weights[(x * stride) + i] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }

        return new AxisWeights(starts, lengths, weights, stride);
    }

    /// <summary>The weights of one output pixel.</summary>
    public ReadOnlySpan<int> Of(int x) =>
        MemoryMarshal.CreateReadOnlySpan(ref _weights[x * Stride], _lengths[x]);
}
