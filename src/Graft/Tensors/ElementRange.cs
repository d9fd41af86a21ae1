namespace Graft.Tensors;

/// <summary>Some consecutive numbers of a tensor, few enough for one span of bytes.</summary>
/// <param name="Start">The first number.</param>
/// <param name="Count">How many.</param>
internal readonly record struct ElementRange(long Start, int Count)
{
    /// <summary>Numbers a range at most; 8 bytes each still fit one span.</summary>
    public const int DefaultMax = 1 << 26;

    /// <summary>Cuts a tensor of <paramref name="total"/> numbers into ranges of at most <paramref name="max"/>.</summary>
    public static IEnumerable<ElementRange> Split(long total, int max = DefaultMax)
    {
        for (long start = 0; start < total; start += max)
        {
            yield return new ElementRange(start, (int)Math.Min(max, total - start));
        }
    }
}
