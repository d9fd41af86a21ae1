using System.Runtime.CompilerServices;

namespace Graft.Tensors.Kernels;

/// <summary>The inner loops of <see cref="DepthwiseKernel"/>, for registers of one width.</summary>
/// <typeparam name="TSimd">The instructions.</typeparam>
/// <typeparam name="TVector">A register.</typeparam>
internal static unsafe class DepthwiseLanes<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : struct
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
        for (; channel + 2 * TSimd.Lanes <= channels; channel += 2 * TSimd.Lanes)
        {
            TVector y0a = default, y0b = default;
            if (shift is not null)
            {
                y0a = TSimd.Load(shift + channel);
                y0b = TSimd.Load(shift + channel + TSimd.Lanes);
            }

            TVector y1a = y0a, y1b = y0b, y2a = y0a, y2b = y0b, y3a = y0a, y3b = y0b;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    TVector left = TSimd.Load(factor), right = TSimd.Load(factor + TSimd.Lanes);
                    y0a = TSimd.MultiplyAdd(TSimd.Load(from), left, y0a);
                    y0b = TSimd.MultiplyAdd(TSimd.Load(from + TSimd.Lanes), right, y0b);
                    y1a = TSimd.MultiplyAdd(TSimd.Load(from + one), left, y1a);
                    y1b = TSimd.MultiplyAdd(TSimd.Load(from + one + TSimd.Lanes), right, y1b);
                    y2a = TSimd.MultiplyAdd(TSimd.Load(from + two), left, y2a);
                    y2b = TSimd.MultiplyAdd(TSimd.Load(from + two + TSimd.Lanes), right, y2b);
                    y3a = TSimd.MultiplyAdd(TSimd.Load(from + three), left, y3a);
                    y3b = TSimd.MultiplyAdd(TSimd.Load(from + three + TSimd.Lanes), right, y3b);
                }
            }

            float* to = y + channel;
            TSimd.Store(bounds.Of<TSimd, TVector>(y0a), to);
            TSimd.Store(bounds.Of<TSimd, TVector>(y0b), to + TSimd.Lanes);
            TSimd.Store(bounds.Of<TSimd, TVector>(y1a), to += steps.YPixel);
            TSimd.Store(bounds.Of<TSimd, TVector>(y1b), to + TSimd.Lanes);
            TSimd.Store(bounds.Of<TSimd, TVector>(y2a), to += steps.YPixel);
            TSimd.Store(bounds.Of<TSimd, TVector>(y2b), to + TSimd.Lanes);
            TSimd.Store(bounds.Of<TSimd, TVector>(y3a), to += steps.YPixel);
            TSimd.Store(bounds.Of<TSimd, TVector>(y3b), to + TSimd.Lanes);
        }

        if (channel < channels)
        {
            TVector y0 = shift is null ? default : TSimd.Load(shift + channel), y1 = y0, y2 = y0, y3 = y0;
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += xColumn, factor += wColumn)
                {
                    TVector place = TSimd.Load(factor);
                    y0 = TSimd.MultiplyAdd(TSimd.Load(from), place, y0);
                    y1 = TSimd.MultiplyAdd(TSimd.Load(from + one), place, y1);
                    y2 = TSimd.MultiplyAdd(TSimd.Load(from + two), place, y2);
                    y3 = TSimd.MultiplyAdd(TSimd.Load(from + three), place, y3);
                }
            }

            float* to = y + channel;
            TSimd.Store(bounds.Of<TSimd, TVector>(y0), to);
            TSimd.Store(bounds.Of<TSimd, TVector>(y1), to += steps.YPixel);
            TSimd.Store(bounds.Of<TSimd, TVector>(y2), to += steps.YPixel);
            TSimd.Store(bounds.Of<TSimd, TVector>(y3), to + steps.YPixel);
        }
    }

    /// <summary>One pixel of the result; see <see cref="Four"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(float* x, DepthwiseSteps steps, int columns, float* weight, float* shift, int channels, OutputBounds bounds, float* y)
    {
        for (int channel = 0; channel < channels; channel += TSimd.Lanes)
        {
            TVector sum = shift is null ? default : TSimd.Load(shift + channel);
            float* row = x + channel, rowWeight = weight + channel;
            for (int i = 0; i < steps.Rows; i++, row += steps.XRow, rowWeight += steps.WeightRow)
            {
                float* from = row, factor = rowWeight;
                for (int j = 0; j < columns; j++, from += steps.XColumn, factor += steps.WeightColumn)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(from), TSimd.Load(factor), sum);
                }
            }

            TSimd.Store(bounds.Of<TSimd, TVector>(sum), y + channel);
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
        for (; channel + 2 * TSimd.Lanes <= channels; channel += 2 * TSimd.Lanes)
        {
            TVector s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                TVector left = TSimd.Load(outer), right = TSimd.Load(outer + TSimd.Lanes);
                float* next = from + channels;
                s0a = TSimd.MultiplyAdd(TSimd.Load(from), left, s0a);
                s0b = TSimd.MultiplyAdd(TSimd.Load(from + TSimd.Lanes), right, s0b);
                s1a = TSimd.MultiplyAdd(TSimd.Load(next), left, s1a);
                s1b = TSimd.MultiplyAdd(TSimd.Load(next + TSimd.Lanes), right, s1b);
                if (isThree)
                {
                    next += channels;
                    s2a = TSimd.MultiplyAdd(TSimd.Load(next), left, s2a);
                    s2b = TSimd.MultiplyAdd(TSimd.Load(next + TSimd.Lanes), right, s2b);
                }
            }

            AddTo(sums + channel, s0a);
            AddTo(sums + channel + TSimd.Lanes, s0b);
            AddTo(sums1 + channel, s1a);
            AddTo(sums1 + channel + TSimd.Lanes, s1b);
            if (isThree)
            {
                AddTo(sums2 + channel, s2a);
                AddTo(sums2 + channel + TSimd.Lanes, s2b);
            }
        }

        if (channel < channels)
        {
            TVector s0 = default, s1 = default, s2 = default;
            float* from = x + channel, outer = gradient + channel;
            for (int i = 0; i < pixels; i++, from += xPixel, outer += channels)
            {
                TVector one = TSimd.Load(outer);
                float* next = from + channels;
                s0 = TSimd.MultiplyAdd(TSimd.Load(from), one, s0);
                s1 = TSimd.MultiplyAdd(TSimd.Load(next), one, s1);
                if (isThree)
                {
                    s2 = TSimd.MultiplyAdd(TSimd.Load(next + channels), one, s2);
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
        for (int channel = 0; channel < channels; channel += TSimd.Lanes)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(x + channel), TSimd.Load(gradient + channel), TSimd.Load(sums + channel)), sums + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* sums, TVector value) => TSimd.Store(TSimd.Add(TSimd.Load(sums), value), sums);
}
