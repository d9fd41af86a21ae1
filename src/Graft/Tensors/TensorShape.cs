namespace Graft.Tensors;

/// <summary>Checked arithmetic on shapes that come from files.</summary>
internal static class TensorShape
{
    /// <summary>
    /// Bytes that a tensor takes; null if a dimension is negative or the figure does not fit 63 bits. A zero among the
    /// dimensions gives 0 only if the product of the others fits, so that no order of the dimensions hides an overflow.
    /// </summary>
    public static long? ByteCount(IReadOnlyList<long> shape, NumberFormat format)
    {
        long bytes = format.Size();
        bool empty = false;
        foreach (long dimension in shape)
        {
            if (dimension < 0 || bytes > long.MaxValue / Math.Max(dimension, 1))
            {
                return null;
            }

            empty |= dimension == 0;
            bytes *= Math.Max(dimension, 1);
        }

        return empty ? 0 : bytes;
    }

    /// <summary>The shape in words, shortened where a hostile file makes it long: "[2, 3]".</summary>
    public static string Describe(IReadOnlyList<long> shape) =>
        shape.Count <= 8 ? $"[{string.Join(", ", shape)}]" : $"[{string.Join(", ", shape.Take(8))}, … {shape.Count} dimensions]";
}
