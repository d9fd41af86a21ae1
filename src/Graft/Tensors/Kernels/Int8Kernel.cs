using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Tensors.Kernels;

/// <summary>Rows of single precision to whole numbers from -127 to 127 with a scale a row, and back from sums of their products.</summary>
internal static unsafe class Int8Kernel
{
    private const int Lanes = 8;
    private const float Most = 127;

    /// <summary>One row: values ≈ result × the scale returned. A row that holds what is not finite gives a scale that is not.</summary>
    /// <param name="values">[width]</param>
    /// <param name="result">[width]</param>
    /// <param name="width">Elements of the row.</param>
    public static float Quantize(float* values, sbyte* result, int width)
    {
        Vector256<float> greatest = Vector256<float>.Zero;
        float rest = 0;
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            greatest = Vector256.Max(greatest, Vector256.Abs(Vector256.Load(values + i)));
        }

        for (; i < width; i++)
        {
            rest = MathF.Max(rest, MathF.Abs(values[i]));
        }

        for (int lane = 0; lane < Lanes; lane++)
        {
            rest = MathF.Max(rest, greatest[lane]);
        }

        float inverse = rest > 0 && float.IsFinite(rest) ? Most / rest : 0;
        Vector256<float> inverses = Vector256.Create(inverse);
        for (i = 0; i + Lanes <= width; i += Lanes)
        {
            Store(Vector256.ConvertToInt32(Vector256.Round(Vector256.Load(values + i) * inverses)), result + i);
        }

        for (; i < width; i++)
        {
            result[i] = (sbyte)MathF.Round(values[i] * inverse);
        }

        return rest / Most;
    }

    /// <summary>One row: result = sums × row scale × column scales + shift.</summary>
    /// <param name="sums">[width] sums of products of whole numbers.</param>
    /// <param name="result">[width]; may be the same memory.</param>
    /// <param name="rowScale">Scale of the row of x.</param>
    /// <param name="columnScales">[width] scales of the rows of W.</param>
    /// <param name="shift">[width], or null.</param>
    /// <param name="width">Elements of the row.</param>
    public static void Restore(int* sums, float* result, float rowScale, float* columnScales, float* shift, int width)
    {
        Vector256<float> scales = Vector256.Create(rowScale);
        int i = 0;
        for (; i + Lanes <= width; i += Lanes)
        {
            Vector256<float> value = Vector256.ConvertToSingle(Vector256.Load(sums + i)) * scales * Vector256.Load(columnScales + i);
            (shift == null ? value : value + Vector256.Load(shift + i)).Store(result + i);
        }

        for (; i < width; i++)
        {
            result[i] = sums[i] * rowScale * columnScales[i] + (shift == null ? 0 : shift[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> whole, sbyte* result)
    {
        Vector128<short> halves = Vector128.NarrowWithSaturation(whole.GetLower(), whole.GetUpper());
        Vector128.NarrowWithSaturation(halves, halves).GetLower().Store(result);
    }
}
