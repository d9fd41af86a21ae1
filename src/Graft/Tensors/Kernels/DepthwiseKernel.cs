using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>
/// The convolution of each channel by itself, with a shift and bounds, for maps with a pixel's channels side by side: 16 or 32 channels of
/// four pixels at a time in registers.
/// </summary>
internal static unsafe class DepthwiseKernel
{
    /// <summary>What the number of channels must be a multiple of.</summary>
    public const int ChannelStep = 16;

    private const int Group = 4;

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

        // A place beyond the map meets none; the division would round up to one.
        int To(int place) => width - 1 + before < place ? 0 : Math.Min(outputWidth, (width - 1 + before - place) / stride + 1);
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

    private static void Four(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            DepthwiseLanes<Floats512>.Four(x, steps, columns, weight, shift, channels, bounds, y);
        }
        else
        {
            DepthwiseLanes<Floats256>.Four(x, steps, columns, weight, shift, channels, bounds, y);
        }
    }

    private static void One(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            DepthwiseLanes<Floats512>.One(x, steps, columns, weight, shift, channels, bounds, y);
        }
        else
        {
            DepthwiseLanes<Floats256>.One(x, steps, columns, weight, shift, channels, bounds, y);
        }
    }

    private static void Add(float* x, nint xPixel, float* gradient, int pixels, int channels, int places, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            DepthwiseLanes<Floats512>.Add(x, xPixel, gradient, pixels, channels, places, sums);
        }
        else
        {
            DepthwiseLanes<Floats256>.Add(x, xPixel, gradient, pixels, channels, places, sums);
        }
    }

    private static void AddOne(float* x, float* gradient, int channels, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            DepthwiseLanes<Floats512>.AddOne(x, gradient, channels, sums);
        }
        else
        {
            DepthwiseLanes<Floats256>.AddOne(x, gradient, channels, sums);
        }
    }
}
