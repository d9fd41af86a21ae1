using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Adds the rows of a matrix up in single precision, several at a time, so that the sums are read and written seldom.</summary>
/// <typeparam name="TFormat">How the rows are stored.</typeparam>
internal static unsafe class ColumnSumKernel<TFormat>
    where TFormat : IElementFormat
{
    private const int RowsAtATime = 4;

    /// <summary>sums = the sum of the rows.</summary>
    /// <param name="rows">[count,width], dense.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="sums">Receives [width].</param>
    public static void Run(nint rows, int count, int width, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Floats512>(rows, count, width, sums);
        }
        else
        {
            Run<Floats256>(rows, count, width, sums);
        }
    }

    /// <summary>The same with registers of one width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TFloats>(nint rows, int count, int width, float* sums)
        where TFloats : struct, IFloats<TFloats>
    {
        new Span<float>(sums, width).Clear();
        nint stride = (nint)width * TFormat.Bytes;
        int row = 0;
        for (; row + RowsAtATime <= count; row += RowsAtATime)
        {
            nint a = rows + row * stride, b = a + stride, c = b + stride, d = c + stride;
            int i = 0;
            for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
            {
                TFloats four = (TFormat.Load<TFloats>(a, i) + TFormat.Load<TFloats>(b, i)) + (TFormat.Load<TFloats>(c, i) + TFormat.Load<TFloats>(d, i));
                TFloats.Store(TFloats.Load(sums + i) + four, sums + i);
            }

            for (; i < width; i++)
            {
                sums[i] += (TFormat.LoadOne(a, i) + TFormat.LoadOne(b, i)) + (TFormat.LoadOne(c, i) + TFormat.LoadOne(d, i));
            }
        }

        for (; row < count; row++)
        {
            nint a = rows + row * stride;
            int i = 0;
            for (; i + TFloats.Lanes <= width; i += TFloats.Lanes)
            {
                TFloats.Store(TFloats.Load(sums + i) + TFormat.Load<TFloats>(a, i), sums + i);
            }

            for (; i < width; i++)
            {
                sums[i] += TFormat.LoadOne(a, i);
            }
        }
    }
}
