using System.Runtime.CompilerServices;

namespace Graft.Tensors.Kernels;

/// <summary>The inner loops of <see cref="DepthwiseKernel"/>, for registers of one width.</summary>
/// <typeparam name="TFloats">A register.</typeparam>
internal static unsafe class DepthwiseLanes<TFloats>
    where TFloats : struct, IFloats<TFloats>
{
    /// <summary>Four pixels of the result, some of the kernel's columns.</summary>
    /// <param name="x">What the first of them sees.</param>
    /// <param name="steps">The distances.</param>
    /// <param name="columns">Columns of the kernel that count.</param>
    /// <param name="weight">The kernel from the first place that counts.</param>
    /// <param name="shift">[channels], or null.</param>
    /// <param name="channels">A multiple of 16.</param>
    /// <param name="bounds">Where results are cut off.</param>
    /// <param name="y">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        nint one = steps.XPixel, two = 2 * one, three = 3 * one, xColumn = steps.XColumn, wColumn = steps.WeightColumn;
        int channel = 0;
        for (; channel + 2 * TFloats.Lanes <= channels; channel += 2 * TFloats.Lanes)
        {
            TFloats y0a = default, y0b = default;
            if (shift is not null)
            {
                y0a = TFloats.Load(shift + channel);
                y0b = TFloats.Load(shift + channel + TFloats.Lanes);
            }

            TFloats y1a = y0a, y1b = y0b, y2a = y0a, y2b = y0b, y3a = y0a, y3b = y0b;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    TFloats left = TFloats.Load(factor), right = TFloats.Load(factor + TFloats.Lanes);
                    y0a = TFloats.MultiplyAdd(TFloats.Load(from), left, y0a);
                    y0b = TFloats.MultiplyAdd(TFloats.Load(from + TFloats.Lanes), right, y0b);
                    y1a = TFloats.MultiplyAdd(TFloats.Load(from + one), left, y1a);
                    y1b = TFloats.MultiplyAdd(TFloats.Load(from + one + TFloats.Lanes), right, y1b);
                    y2a = TFloats.MultiplyAdd(TFloats.Load(from + two), left, y2a);
                    y2b = TFloats.MultiplyAdd(TFloats.Load(from + two + TFloats.Lanes), right, y2b);
                    y3a = TFloats.MultiplyAdd(TFloats.Load(from + three), left, y3a);
                    y3b = TFloats.MultiplyAdd(TFloats.Load(from + three + TFloats.Lanes), right, y3b);
                }
            }

            float* to = y + channel;
            TFloats.Store(bounds.Of(y0a), to);
            TFloats.Store(bounds.Of(y0b), to + TFloats.Lanes);
            TFloats.Store(bounds.Of(y1a), to += steps.YPixel);
            TFloats.Store(bounds.Of(y1b), to + TFloats.Lanes);
            TFloats.Store(bounds.Of(y2a), to += steps.YPixel);
            TFloats.Store(bounds.Of(y2b), to + TFloats.Lanes);
            TFloats.Store(bounds.Of(y3a), to += steps.YPixel);
            TFloats.Store(bounds.Of(y3b), to + TFloats.Lanes);
        }

        if (channel < channels)
        {
            TFloats y0 = shift is null ? default : TFloats.Load(shift + channel), y1 = y0, y2 = y0, y3 = y0;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    TFloats place = TFloats.Load(factor);
                    y0 = TFloats.MultiplyAdd(TFloats.Load(from), place, y0);
                    y1 = TFloats.MultiplyAdd(TFloats.Load(from + one), place, y1);
                    y2 = TFloats.MultiplyAdd(TFloats.Load(from + two), place, y2);
                    y3 = TFloats.MultiplyAdd(TFloats.Load(from + three), place, y3);
                }
            }

            float* to = y + channel;
            TFloats.Store(bounds.Of(y0), to);
            TFloats.Store(bounds.Of(y1), to += steps.YPixel);
            TFloats.Store(bounds.Of(y2), to += steps.YPixel);
            TFloats.Store(bounds.Of(y3), to + steps.YPixel);
        }
    }

    /// <summary>One pixel of the result; see <see cref="Four"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        for (int channel = 0; channel < channels; channel += TFloats.Lanes)
        {
            TFloats sum = shift is null ? default : TFloats.Load(shift + channel);
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += steps.XColumn, factor += steps.WeightColumn)
                {
                    sum = TFloats.MultiplyAdd(TFloats.Load(from), TFloats.Load(factor), sum);
                }
            }

            TFloats.Store(bounds.Of(sum), y + channel);
        }
    }

    /// <summary>Adds up the gradients of two or three neighbouring places of a kernel's row over some pixels of the result.</summary>
    /// <param name="x">What the first place meets at the first pixel.</param>
    /// <param name="xPixel">From there to the next pixel, in x.</param>
    /// <param name="gradient">The result's gradient: [pixels,channels].</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="channels">A multiple of 16.</param>
    /// <param name="places">2 or 3.</param>
    /// <param name="sums">[places,channels], is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, nint xPixel, float* gradient, int pixels, int channels, int places, float* sums)
    {
        bool isThree = places == 3;
        float* sums1 = sums + channels, sums2 = sums1 + channels;
        int channel = 0;
        for (; channel + 2 * TFloats.Lanes <= channels; channel += 2 * TFloats.Lanes)
        {
            TFloats s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                TFloats left = TFloats.Load(outer), right = TFloats.Load(outer + TFloats.Lanes);
                float* next = from + channels;
                s0a = TFloats.MultiplyAdd(TFloats.Load(from), left, s0a);
                s0b = TFloats.MultiplyAdd(TFloats.Load(from + TFloats.Lanes), right, s0b);
                s1a = TFloats.MultiplyAdd(TFloats.Load(next), left, s1a);
                s1b = TFloats.MultiplyAdd(TFloats.Load(next + TFloats.Lanes), right, s1b);
                if (isThree)
                {
                    next += channels;
                    s2a = TFloats.MultiplyAdd(TFloats.Load(next), left, s2a);
                    s2b = TFloats.MultiplyAdd(TFloats.Load(next + TFloats.Lanes), right, s2b);
                }
            }

            AddTo(sums + channel, s0a);
            AddTo(sums + channel + TFloats.Lanes, s0b);
            AddTo(sums1 + channel, s1a);
            AddTo(sums1 + channel + TFloats.Lanes, s1b);
            if (isThree)
            {
                AddTo(sums2 + channel, s2a);
                AddTo(sums2 + channel + TFloats.Lanes, s2b);
            }
        }

        if (channel < channels)
        {
            TFloats s0 = default, s1 = default, s2 = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                TFloats one = TFloats.Load(outer);
                float* next = from + channels;
                s0 = TFloats.MultiplyAdd(TFloats.Load(from), one, s0);
                s1 = TFloats.MultiplyAdd(TFloats.Load(next), one, s1);
                if (isThree)
                {
                    s2 = TFloats.MultiplyAdd(TFloats.Load(next + channels), one, s2);
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

    /// <summary>The same for one place and one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOne(float* x, float* gradient, int channels, float* sums)
    {
        for (int channel = 0; channel < channels; channel += TFloats.Lanes)
        {
            TFloats.Store(TFloats.MultiplyAdd(TFloats.Load(x + channel), TFloats.Load(gradient + channel), TFloats.Load(sums + channel)), sums + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* sums, TFloats value) => TFloats.Store(TFloats.Load(sums) + value, sums);
}
