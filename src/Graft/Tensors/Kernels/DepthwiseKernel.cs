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
        float* x, int width, int firstRow, int rows, int kernel, int stride, int before, float* weight, float* shift, int channels, OutputBounds bounds,
        float* y, int outputWidth)
    {
        var steps = new DepthwiseSteps(
            Rows: rows, XRow: (nint)width * channels, WeightRow: (nint)kernel * channels, XColumn: channels, WeightColumn: channels,
            XPixel: (nint)stride * channels, YPixel: channels);
        float* firstWeight = weight + firstRow * steps.WeightRow, top = x + firstRow * steps.XRow;
        for (int pixel = 0; pixel < outputWidth;)
        {
            int left = pixel * stride - before, firstColumn = Math.Max(0, -left), columns = Math.Min(kernel, width - left) - firstColumn;
            float* from = top + (nint)(left + firstColumn) * channels, factors = firstWeight + (nint)firstColumn * channels, to = y + (nint)pixel * channels;
            if (columns == kernel && pixel + Group <= outputWidth && left + (Group - 1) * stride + kernel <= width)
            {
                Four(from, steps, columns, factors, shift, channels, bounds, to);
                pixel += Group;
                continue;
            }

            One(from, steps, columns, factors, shift, channels, bounds, to);
            pixel++;
        }
    }

    /// <summary>Computes one row of x's gradient.</summary>
    /// <param name="gradient">The result's gradient: [outputHeight,outputWidth,channels].</param>
    /// <param name="outputHeight">Its rows.</param>
    /// <param name="outputWidth">Its columns.</param>
    /// <param name="row">The row of x.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Pixels of x from one pixel of y to the next.</param>
    /// <param name="before">Zeros at the left and upper edge.</param>
    /// <param name="weight">[kernel,kernel,channels]</param>
    /// <param name="channels">A multiple of <see cref="ChannelStep"/>.</param>
    /// <param name="xGradient">[width,channels], receives the row.</param>
    /// <param name="width">Pixels of a row of x.</param>
    public static void BackwardRow(
        float* gradient, int outputHeight, int outputWidth, int row, int kernel, int stride, int before, float* weight, int channels, float* xGradient, int width)
    {
        // A pixel of x met the result's pixels whose distance is a kernel's place: one in stride, from the nearest backwards.
        (int firstRow, int rows, int gradientRow) = Places(row + before, kernel, stride, outputHeight);
        var steps = new DepthwiseSteps(
            Rows: rows, XRow: -(nint)outputWidth * channels, WeightRow: (nint)stride * kernel * channels, XColumn: -channels,
            WeightColumn: (nint)stride * channels, XPixel: channels, YPixel: (nint)stride * channels);
        float* top = gradient + (nint)gradientRow * outputWidth * channels, rowWeight = weight + (nint)firstRow * kernel * channels;
        for (int start = 0; start < Math.Min(stride, width); start++)
        {
            int all = (kernel - 1 - (start + before) % stride) / stride + 1;          // places that a pixel amid the map meets
            for (int pixel = start; pixel < width;)
            {
                (int firstColumn, int columns, int gradientColumn) = Places(pixel + before, kernel, stride, outputWidth);
                float* from = top + (nint)gradientColumn * channels, factors = rowWeight + (nint)firstColumn * channels, to = xGradient + (nint)pixel * channels;
                bool isGroup = columns == all && columns > 0 && pixel + (Group - 1) * stride < width
                    && Places(pixel + (Group - 1) * stride + before, kernel, stride, outputWidth).Count == all;
                if (isGroup)
                {
                    Four(from, steps, columns, factors, shift: null, channels, OutputBounds.None, to);
                    pixel += Group * stride;
                    continue;
                }

                One(from, steps, columns, factors, shift: null, channels, OutputBounds.None, to);
                pixel += stride;
            }
        }
    }

    /// <summary>Adds up the kernels' gradient over one row of the result.</summary>
    /// <param name="x">The map's row that the kernel's first row meets, which may lie before the map: [width,channels].</param>
    /// <param name="width">Pixels of a row of x.</param>
    /// <param name="firstRow">The kernel's first row that lies on the map.</param>
    /// <param name="rows">How many of its rows do.</param>
    /// <param name="kernel">Side of the kernel: 3, 5 or 7.</param>
    /// <param name="stride">Pixels of x from one pixel of the result to the next.</param>
    /// <param name="before">Zeros at the left edge.</param>
    /// <param name="gradient">The result's gradient: [outputWidth,channels].</param>
    /// <param name="outputWidth">Pixels of it.</param>
    /// <param name="channels">A multiple of <see cref="ChannelStep"/>.</param>
    /// <param name="weightGradient">[kernel,kernel,channels], is added to.</param>
    public static void AddWeightGradient(
        float* x, int width, int firstRow, int rows, int kernel, int stride, int before, float* gradient, int outputWidth, int channels, float* weightGradient)
    {
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            float* line = x + (nint)row * width * channels, sums = weightGradient + (nint)row * kernel * channels;
            for (int column = 0; column < kernel; column += column == 0 ? 3 : 2)
            {
                // The pixels that all of these two or three places meet, then those that some meet.
                int count = column == 0 ? 3 : 2;
                int from = From(column), to = To(column + count - 1);
                if (from < to)
                {
                    float* first = line + (nint)(from * stride - before + column) * channels;
                    Add(first, (nint)stride * channels, gradient + (nint)from * channels, to - from, channels, count, sums + (nint)column * channels);
                }

                for (int place = column; place < column + count; place++)
                {
                    for (int pixel = From(place); pixel < To(place); pixel++)
                    {
                        if (pixel < from || pixel >= to)
                        {
                            AddOne(line + (nint)(pixel * stride - before + place) * channels, gradient + (nint)pixel * channels, channels, sums + (nint)place * channels);
                        }
                    }
                }
            }
        }

        // The first pixel of the result that meets a place of the kernel on the map, and the one after the last.
        int From(int place) => Math.Max(0, (before - place + stride - 1) / stride);

        int To(int place) => Math.Min(outputWidth, (width - 1 + before - place) / stride + 1);
    }

    // The first place of the kernel, in steps of stride, at which a pixel of x (zeros before it counted) meets a pixel of the result, how
    // many there are, and that pixel; each next place meets the pixel before.
    private static (int First, int Count, int Pixel) Places(int position, int kernel, int stride, int outputs)
    {
        int first = position % stride;
        int pixel = (position - first) / stride;
        int beyond = Math.Max(0, pixel - (outputs - 1));
        first += beyond * stride;
        pixel -= beyond;
        int count = first >= kernel ? 0 : Math.Min((kernel - 1 - first) / stride, pixel) + 1;
        return (first, count, pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        nint one = steps.XPixel, two = 2 * one, three = 3 * one, xColumn = steps.XColumn, wColumn = steps.WeightColumn;
        int channel = 0;
        for (; channel + 2 * Lanes <= channels; channel += 2 * Lanes)
        {
            Vector512<float> y0a = default, y0b = default;
            if (shift is not null)
            {
                y0a = Vector512.Load(shift + channel);
                y0b = Vector512.Load(shift + channel + Lanes);
            }

            Vector512<float> y1a = y0a, y1b = y0b, y2a = y0a, y2b = y0b, y3a = y0a, y3b = y0b;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    Vector512<float> left = Vector512.Load(factor), right = Vector512.Load(factor + Lanes);
                    y0a = Vector512.FusedMultiplyAdd(Vector512.Load(from), left, y0a);
                    y0b = Vector512.FusedMultiplyAdd(Vector512.Load(from + Lanes), right, y0b);
                    y1a = Vector512.FusedMultiplyAdd(Vector512.Load(from + one), left, y1a);
                    y1b = Vector512.FusedMultiplyAdd(Vector512.Load(from + one + Lanes), right, y1b);
                    y2a = Vector512.FusedMultiplyAdd(Vector512.Load(from + two), left, y2a);
                    y2b = Vector512.FusedMultiplyAdd(Vector512.Load(from + two + Lanes), right, y2b);
                    y3a = Vector512.FusedMultiplyAdd(Vector512.Load(from + three), left, y3a);
                    y3b = Vector512.FusedMultiplyAdd(Vector512.Load(from + three + Lanes), right, y3b);
                }
            }

            float* to = y + channel;
            bounds.Of(y0a).Store(to);
            bounds.Of(y0b).Store(to + Lanes);
            bounds.Of(y1a).Store(to += steps.YPixel);
            bounds.Of(y1b).Store(to + Lanes);
            bounds.Of(y2a).Store(to += steps.YPixel);
            bounds.Of(y2b).Store(to + Lanes);
            bounds.Of(y3a).Store(to += steps.YPixel);
            bounds.Of(y3b).Store(to + Lanes);
        }

        if (channel < channels)
        {
            Vector512<float> y0 = shift is null ? default : Vector512.Load(shift + channel), y1 = y0, y2 = y0, y3 = y0;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    Vector512<float> place = Vector512.Load(factor);
                    y0 = Vector512.FusedMultiplyAdd(Vector512.Load(from), place, y0);
                    y1 = Vector512.FusedMultiplyAdd(Vector512.Load(from + one), place, y1);
                    y2 = Vector512.FusedMultiplyAdd(Vector512.Load(from + two), place, y2);
                    y3 = Vector512.FusedMultiplyAdd(Vector512.Load(from + three), place, y3);
                }
            }

            float* to = y + channel;
            bounds.Of(y0).Store(to);
            bounds.Of(y1).Store(to += steps.YPixel);
            bounds.Of(y2).Store(to += steps.YPixel);
            bounds.Of(y3).Store(to + steps.YPixel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            Vector512<float> sum = shift is null ? default : Vector512.Load(shift + channel);
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += steps.XColumn, factor += steps.WeightColumn)
                {
                    sum = Vector512.FusedMultiplyAdd(Vector512.Load(from), Vector512.Load(factor), sum);
                }
            }

            bounds.Of(sum).Store(y + channel);
        }
    }

    // Two or three neighbouring places of a kernel's row over some pixels of the result.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* x, nint xPixel, float* gradient, int pixels, int channels, int places, float* sums)
    {
        bool isThree = places == 3;
        float* sums1 = sums + channels, sums2 = sums1 + channels;
        int channel = 0;
        for (; channel + 2 * Lanes <= channels; channel += 2 * Lanes)
        {
            Vector512<float> s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                Vector512<float> left = Vector512.Load(outer), right = Vector512.Load(outer + Lanes);
                float* next = from + channels;
                s0a = Vector512.FusedMultiplyAdd(Vector512.Load(from), left, s0a);
                s0b = Vector512.FusedMultiplyAdd(Vector512.Load(from + Lanes), right, s0b);
                s1a = Vector512.FusedMultiplyAdd(Vector512.Load(next), left, s1a);
                s1b = Vector512.FusedMultiplyAdd(Vector512.Load(next + Lanes), right, s1b);
                if (isThree)
                {
                    next += channels;
                    s2a = Vector512.FusedMultiplyAdd(Vector512.Load(next), left, s2a);
                    s2b = Vector512.FusedMultiplyAdd(Vector512.Load(next + Lanes), right, s2b);
                }
            }

            AddTo(sums + channel, s0a);
            AddTo(sums + channel + Lanes, s0b);
            AddTo(sums1 + channel, s1a);
            AddTo(sums1 + channel + Lanes, s1b);
            if (isThree)
            {
                AddTo(sums2 + channel, s2a);
                AddTo(sums2 + channel + Lanes, s2b);
            }
        }

        if (channel < channels)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                Vector512<float> one = Vector512.Load(outer);
                float* next = from + channels;
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(from), one, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(next), one, s1);
                if (isThree)
                {
                    s2 = Vector512.FusedMultiplyAdd(Vector512.Load(next + channels), one, s2);
                }
            }

            AddTo(sums + channel, s0);
            AddTo(sums1 + channel, s1);
            if (isThree)
            {
                AddTo(sums2 + channel, s2);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(float* x, float* gradient, int channels, float* sums)
    {
        for (int channel = 0; channel < channels; channel += Lanes)
        {
            Vector512.FusedMultiplyAdd(Vector512.Load(x + channel), Vector512.Load(gradient + channel), Vector512.Load(sums + channel)).Store(sums + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* sums, Vector512<float> value) => (Vector512.Load(sums) + value).Store(sums);
}
