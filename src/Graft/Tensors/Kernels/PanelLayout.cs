using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>Lays the rows of a matrix as the columns of a <see cref="ProductPanel"/>.</summary>
internal static unsafe class PanelLayout
{
    // Rows and columns that are transposed in registers.
    private const int Lanes = 8;

    /// <summary>[count,depth] -> [depth,columns]; columns beyond the rows are 0. Only where <see cref="ProductPanel.IsSupported"/>.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="count">Number of rows, up to the panel's columns.</param>
    /// <param name="depth">Elements of a row.</param>
    /// <param name="factor">What they are multiplied by.</param>
    /// <param name="panel">Receives the panel.</param>
    /// <param name="columns">Columns of the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* rows, nint stride, int count, int depth, float factor, float* panel, int columns)
    {
        int column = 0;
        for (; column + Lanes <= count; column += Lanes, rows += Lanes * stride)
        {
            int i = 0;
            for (; i + Lanes <= depth; i += Lanes)
            {
                TransposeBlock(rows + i, stride, factor, panel + (nint)i * columns + column, columns);
            }

            for (; i < depth; i++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                {
                    panel[(nint)i * columns + column + lane] = rows[lane * stride + i] * factor;
                }
            }
        }

        for (; column < columns; column++, rows += stride)
        {
            for (int i = 0; i < depth; i++)
            {
                panel[(nint)i * columns + column] = column < count ? rows[i] * factor : 0;
            }
        }
    }

    // [8,8] -> [8,8], the rows of each so far apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(float* from, nint fromStride, float factor, float* to, nint toStride)
    {
        Vector256<float> factors = Vector256.Create(factor);
        for (int half = 0; half < Lanes; half += Lanes / 2, from += Lanes / 2, to += Lanes / 2 * toStride)
        {
            // Rows 0 and 4, 1 and 5 ... side by side in the halves of a register: four columns of all rows.
            Vector256<float> a = Halves(from), b = Halves(from + fromStride), c = Halves(from + 2 * fromStride), d = Halves(from + 3 * fromStride);
            Vector256<float> low = Avx.UnpackLow(a, b), lower = Avx.UnpackLow(c, d), high = Avx.UnpackHigh(a, b), higher = Avx.UnpackHigh(c, d);
            Avx.Shuffle(low, lower, 0x44).Store(to);
            Avx.Shuffle(low, lower, 0xEE).Store(to + toStride);
            Avx.Shuffle(high, higher, 0x44).Store(to + 2 * toStride);
            Avx.Shuffle(high, higher, 0xEE).Store(to + 3 * toStride);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector256<float> Halves(float* row) => factors * Vector256.Create(Vector128.Load(row), Vector128.Load(row + 4 * fromStride));
    }
}
