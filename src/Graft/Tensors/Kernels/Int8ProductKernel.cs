using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>
/// x Wᵀ for whole numbers of 8 bits, by products of pairs of 16 bits: 6 rows by 16 outputs at a time in registers of 256 bits. For processors
/// without products of 8-bit whole numbers of their own. The sums are exact, whichever kernel makes them.
/// </summary>
internal static unsafe class Int8ProductKernel
{
    /// <summary>Outputs of a panel.</summary>
    public const int Panel = 2 * Lanes;

    // Rows at a time, and inputs whose products are added at once.
    private const int Rows = 6, Pair = 2;

    private const int Lanes = 8;

    /// <summary>True if the processor has the instructions that this is written for.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Elements of a row of x as <see cref="Widen"/> lays it, and inputs of a panel.</summary>
    public static int Depth(int inputs) => (inputs + Pair - 1) / Pair * Pair;

    /// <summary>Panels of a matrix.</summary>
    public static int Panels(int outputs) => (outputs + Panel - 1) / Panel;

    /// <summary>Elements of a matrix as <see cref="Pack"/> lays it.</summary>
    public static int PackedElements(int inputs, int outputs) => Panels(outputs) * Panel * Depth(inputs);

    /// <summary>Lays a matrix so that the kernel reads it from front to back: panels of 16 outputs, in each all pairs of inputs one after the other.</summary>
    /// <param name="weight">[outputs,inputs]</param>
    /// <param name="inputs">Columns of W.</param>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="packed">Receives it; <see cref="PackedElements"/>, 0 where W has none.</param>
    public static void Pack(sbyte* weight, int inputs, int outputs, sbyte* packed)
    {
        int depth = Depth(inputs);
        new Span<sbyte>(packed, PackedElements(inputs, outputs)).Clear();
        for (int output = 0; output < outputs; output++)
        {
            sbyte* to = packed + (nint)(output / Panel) * Panel * depth + output % Panel * Pair, from = weight + (nint)output * inputs;
            for (int input = 0; input < inputs; input++)
            {
                to[input / Pair * Panel * Pair + input % Pair] = from[input];
            }
        }
    }

    /// <summary>Makes the rows of x as wide as the kernel reads them.</summary>
    /// <param name="x">[rows,inputs]</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="wide">Receives [rows,<see cref="Depth"/>].</param>
    public static void Widen(sbyte* x, int rows, int inputs, short* wide)
    {
        int depth = Depth(inputs);
        for (int row = 0; row < rows; row++, x += inputs, wide += depth)
        {
            int i = 0;
            for (; i + Panel <= inputs; i += Panel)
            {
                Avx2.ConvertToVector256Int16(Vector128.Load(x + i)).Store(wide + i);
            }

            for (; i < depth; i++)
            {
                wide[i] = i < inputs ? x[i] : (short)0;
            }
        }
    }

    /// <summary>The sums of some rows with one panel.</summary>
    /// <param name="x">[rows,depth], as <see cref="Widen"/> lays them.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="depth">Elements of a row, an even number.</param>
    /// <param name="panel">The panel: [depth / 2,16,2].</param>
    /// <param name="sums">[rows,16], of which the first are received.</param>
    /// <param name="stride">From one row of sums to the next.</param>
    /// <param name="count">Sums of a row to be stored, up to 16.</param>
    public static void Run(short* x, int rows, int depth, sbyte* panel, int* sums, nint stride, int count)
    {
        // Fewer rows than the kernel takes: each by itself, written as often as it takes. The last ones of more: with some before them.
        int* whole = stackalloc int[Rows * Panel];
        for (int row = 0; row < rows; row += rows < Rows ? 1 : Rows)
        {
            int at = rows < Rows ? row : Math.Min(row, rows - Rows);
            nint apart = rows < Rows ? 0 : 1;
            int* to = sums + at * stride;
            if (count == Panel)
            {
                Tile(x + (nint)at * depth, apart * depth, depth, panel, to, apart * stride);
                continue;
            }

            Tile(x + (nint)at * depth, apart * depth, depth, panel, whole, apart * Panel);
            for (int i = 0; i < (rows < Rows ? 1 : Rows); i++)
            {
                new ReadOnlySpan<int>(whole + i * Panel, count).CopyTo(new Span<int>(to + i * stride, count));
            }
        }
    }

    // 12 sums, 2 registers of weights, 1 of x and 1 for a product: all there are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(short* x, nint xStride, int depth, sbyte* panel, int* sums, nint stride)
    {
        Vector256<int> y0a = default, y0b = default, y1a = default, y1b = default, y2a = default, y2b = default;
        Vector256<int> y3a = default, y3b = default, y4a = default, y4b = default, y5a = default, y5b = default;
        short* lower = x + 3 * xStride;
        nint two = 2 * xStride;
        for (int i = 0; i < depth; i += Pair)
        {
            Vector256<short> left = Avx2.ConvertToVector256Int16(panel), right = Avx2.ConvertToVector256Int16(panel + Panel);
            Vector256<short> one = Two(x);
            y0a = MultiplyAdd(one, left, y0a);
            y0b = MultiplyAdd(one, right, y0b);
            one = Two(x + xStride);
            y1a = MultiplyAdd(one, left, y1a);
            y1b = MultiplyAdd(one, right, y1b);
            one = Two(x + two);
            y2a = MultiplyAdd(one, left, y2a);
            y2b = MultiplyAdd(one, right, y2b);
            one = Two(lower);
            y3a = MultiplyAdd(one, left, y3a);
            y3b = MultiplyAdd(one, right, y3b);
            one = Two(lower + xStride);
            y4a = MultiplyAdd(one, left, y4a);
            y4b = MultiplyAdd(one, right, y4b);
            one = Two(lower + two);
            y5a = MultiplyAdd(one, left, y5a);
            y5b = MultiplyAdd(one, right, y5b);
            x += Pair;
            lower += Pair;
            panel += Pair * Panel;
        }

        Put(y0a, y0b, sums);
        Put(y1a, y1b, sums += stride);
        Put(y2a, y2b, sums += stride);
        Put(y3a, y3b, sums += stride);
        Put(y4a, y4b, sums += stride);
        Put(y5a, y5b, sums + stride);
    }

    // Two products a lane, and what they are added to. The instruction that does both wraps around like the two that do it one after the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAdd(Vector256<short> a, Vector256<short> b, Vector256<int> sums) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sums, a, b) : sums + Avx2.MultiplyAddAdjacent(a, b);

    // A pair of elements in each lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Two(short* x) => Avx2.BroadcastScalarToVector256((int*)x).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<int> left, Vector256<int> right, int* sums)
    {
        left.Store(sums);
        right.Store(sums + Lanes);
    }
}
