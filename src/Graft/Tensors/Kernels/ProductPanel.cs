using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Tensors.Kernels;

/// <summary>
/// Products of rows with some columns of a matrix, which lie one after the other: 8 rows by 32 columns at a time in registers, or 6 by 16 where the
/// processor has smaller ones. Source: Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008, for the inner kernel.
/// </summary>
internal static unsafe class ProductPanel
{
    /// <summary>What the number of columns to be stored must be a multiple of.</summary>
    public const int StoredStep = 8;

    // Columns of the narrowest panel.
    private const int Step = 16;

    /// <summary>True if the processor has the registers that this is written for.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && Fma.IsSupported);

    /// <summary>Rows at a time.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? PointwiseTile512.Pixels : PointwiseTile256.Pixels;

    /// <summary>Columns of a panel: 16 or 32. The last one of a matrix has 16 where that is enough.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? PointwiseTile512.Panel : PointwiseTile256.Panel;

    /// <summary>Columns of all panels of a matrix.</summary>
    public static int Whole(int columns) => (columns + Step - 1) / Step * Step;

    /// <summary>y = (x w + shift, within bounds) + added.</summary>
    /// <param name="x">[rows,depth]</param>
    /// <param name="xStride">Elements from one row of x to the next.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="depth">Columns of x.</param>
    /// <param name="panel">[depth,16], or [depth,32] where more than 16 columns are stored.</param>
    /// <param name="shift">As many elements as the panel has columns.</param>
    /// <param name="y">[rows,count], receives the result; must not overlap the others.</param>
    /// <param name="added">[rows,count] to be added then, with the stride of y, or null.</param>
    /// <param name="yStride">Elements from one row of y to the next.</param>
    /// <param name="count">Columns to be stored, a multiple of <see cref="StoredStep"/> up to <see cref="Columns"/>.</param>
    /// <param name="bounds">Where x w + shift is cut off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* x, nint xStride, int rows, int depth, float* panel, float* shift, float* y, float* added, nint yStride, int count, OutputBounds bounds)
    {
        // Fewer rows than the kernel takes: each by itself, written as often as it takes. The last ones of more: with some before them.
        int step = rows < Rows ? 1 : Rows;
        nint apart = rows < Rows ? 0 : 1;
        for (int row = 0; row < rows; row += step)
        {
            int at = Math.Min(row, rows - step);
            nint place = at * yStride;
            float* from = x + at * xStride, addend = added is null ? null : added + place;
            if (!Vector512.IsHardwareAccelerated)
            {
                PointwiseTile256.Run(from, apart * xStride, panel, depth, shift, y + place, addend, apart * yStride, count, bounds);
            }
            else if (count > Step)
            {
                PointwiseTile512.Wide(from, apart * xStride, panel, depth, shift, y + place, addend, apart * yStride, count, bounds);
            }
            else
            {
                PointwiseTile512.Narrow(from, apart * xStride, panel, depth, shift, y + place, addend, apart * yStride, count, bounds);
            }
        }
    }
}
