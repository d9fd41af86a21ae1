using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>
/// The convolution of each channel by itself, with a shift and bounds, for maps with a pixel's channels side by side: 16 channels of four pixels at a
/// time in registers.
/// </summary>
internal static unsafe class DepthwiseKernel
{
    /// <summary>What the number of channels must be a multiple of.</summary>
    public const int ChannelStep = Lanes;

    private const int Lanes = 16, Group = 4;

    /// <summary>Lays kernels with a pixel's channels side by side.</summary>
    /// <param name="weight">[channels,places], the kernel's places row by row.</param>
    /// <param name="scale">Factor of each channel: [channels].</param>
    /// <param name="shift">[channels]</param>
    /// <param name="channels">Channels.</param>
    /// <param name="places">Pixels of a kernel.</param>
    /// <param name="packed">Receives [places,channels].</param>
    /// <param name="packedShift">Receives the shift.</param>
    public static void Pack(float* weight, float* scale, float* shift, int channels, int places, float* packed, float* packedShift)
    {
        new ReadOnlySpan<float>(shift, channels).CopyTo(new Span<float>(packedShift, channels));
        for (int channel = 0; channel < channels; channel++)
        {
            for (int place = 0; place < places; place++)
            {
                packed[(nint)place * channels + channel] = weight[(nint)channel * places + place] * scale[channel];
            }
        }
    }

    /// <summary>Computes one row of the result.</summary>
    /// <param name="x">The map's row that the kernel's first row meets, which may lie before the map: [width,channels].</param>
    /// <param name="width">Pixels of a row of x.</param>
    /// <param name="firstRow">The kernel's first row that lies on the map.</param>
    /// <param name="rows">How many of its rows do.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Pixels of x from one pixel of y to the next.</param>
    /// <param name="before">Zeros at the left edge.</param>
    /// <param name="weight">[kernel,kernel,channels]</param>
    /// <param name="shift">[channels]</param>
    /// <param name="channels">A multiple of <see cref="ChannelStep"/>.</param>
    /// <param name="bounds">Where results are cut off.</param>
    /// <param name="y">[outputWidth,channels], receives the result.</param>
    /// <param name="outputWidth">Pixels of y.</param>
    public static void Row(
        float* x, int width, int firstRow, int rows, int kernel, int stride, int before, float* weight, float* shift, int channels, OutputBounds bounds, float* y, int outputWidth)
    {
        nint xRow = (nint)width * channels, wRow = (nint)kernel * channels;
        float* firstWeight = weight + firstRow * wRow, top = x + firstRow * xRow;
        for (int pixel = 0; pixel < outputWidth;)
        {
            int left = pixel * stride - before;
            float* to = y + (nint)pixel * channels;
            if (left >= 0 && pixel + Group <= outputWidth && left + (Group - 1) * stride + kernel <= width)
            {
                Four(top + (nint)left * channels, xRow, (nint)stride * channels, rows, kernel, firstWeight, wRow, shift, channels, bounds, to);
                pixel += Group;
                continue;
            }

            int firstColumn = Math.Max(0, -left), columns = Math.Min(kernel, width - left) - firstColumn;
            One(
                top + (nint)(left + firstColumn) * channels, xRow, rows, columns, firstWeight + (nint)firstColumn * channels, wRow, shift, channels, bounds, to);
            pixel++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        float* x, nint xRow, nint xPixel, int rows, int columns, float* weight, nint wRow, float* shift, int channels, OutputBounds bounds, float* y)
    {
        nint two = 2 * xPixel, three = 3 * xPixel;
        int channel = 0;
        for (; channel + 2 * Lanes <= channels; channel += 2 * Lanes)
        {
            Vector512<float> y0a = Vector512.Load(shift + channel), y0b = Vector512.Load(shift + channel + Lanes);
            Vector512<float> y1a = y0a, y1b = y0b, y2a = y0a, y2b = y0b, y3a = y0a, y3b = y0b;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < rows; i++, row += xRow, rowWeight += wRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += channels, factor += channels)
                {
                    Vector512<float> left = Vector512.Load(factor), right = Vector512.Load(factor + Lanes);
                    y0a = Vector512.FusedMultiplyAdd(Vector512.Load(from), left, y0a);
                    y0b = Vector512.FusedMultiplyAdd(Vector512.Load(from + Lanes), right, y0b);
                    y1a = Vector512.FusedMultiplyAdd(Vector512.Load(from + xPixel), left, y1a);
                    y1b = Vector512.FusedMultiplyAdd(Vector512.Load(from + xPixel + Lanes), right, y1b);
                    y2a = Vector512.FusedMultiplyAdd(Vector512.Load(from + two), left, y2a);
                    y2b = Vector512.FusedMultiplyAdd(Vector512.Load(from + two + Lanes), right, y2b);
                    y3a = Vector512.FusedMultiplyAdd(Vector512.Load(from + three), left, y3a);
                    y3b = Vector512.FusedMultiplyAdd(Vector512.Load(from + three + Lanes), right, y3b);
                }
            }

            float* to = y + channel;
            bounds.Of(y0a).Store(to);
            bounds.Of(y0b).Store(to + Lanes);
            bounds.Of(y1a).Store(to += channels);
            bounds.Of(y1b).Store(to + Lanes);
            bounds.Of(y2a).Store(to += channels);
            bounds.Of(y2b).Store(to + Lanes);
            bounds.Of(y3a).Store(to += channels);
            bounds.Of(y3b).Store(to + Lanes);
        }

        if (channel < channels)
        {
            Vector512<float> y0 = Vector512.Load(shift + channel), y1 = y0, y2 = y0, y3 = y0;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < rows; i++, row += xRow, rowWeight += wRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += channels, factor += channels)
                {
                    Vector512<float> one = Vector512.Load(factor);
                    y0 = Vector512.FusedMultiplyAdd(Vector512.Load(from), one, y0);
                    y1 = Vector512.FusedMultiplyAdd(Vector512.Load(from + xPixel), one, y1);
                    y2 = Vector512.FusedMultiplyAdd(Vector512.Load(from + two), one, y2);
                    y3 = Vector512.FusedMultiplyAdd(Vector512.Load(from + three), one, y3);
                }
            }

            float* to = y + channel;
            bounds.Of(y0).Store(to);
            bounds.Of(y1).Store(to += channels);
            bounds.Of(y2).Store(to += channels);
            bounds.Of(y3).Store(to + channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* x, nint xRow, int rows, int columns, float* weight, nint wRow, float* shift, int channels, OutputBounds bounds, float* y)
    {
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            Vector512<float> sum = Vector512.Load(shift + channel);
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < rows; i++, row += xRow, rowWeight += wRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += channels, factor += channels)
                {
                    sum = Vector512.FusedMultiplyAdd(Vector512.Load(from), Vector512.Load(factor), sum);
                }
            }

            bounds.Of(sum).Store(y + channel);
        }
    }
}
