namespace Graft.Preflight;

/// <summary>The lengths of texts in tokens, special tokens included.</summary>
/// <param name="Shortest">The shortest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Median">Half of them are no longer.</param>
/// <param name="Percentile95">95% of them are no longer.</param>
/// <param name="Longest">The longest.</param>
/// <param name="MaxLength">Tokens after which they are cut.</param>
/// <param name="Cut">Texts that are longer than that.</param>
public sealed record LengthSummary(int Shortest, double Mean, int Median, int Percentile95, int Longest, int MaxLength, int Cut)
{
    /// <summary>Sums lengths up; null for none.</summary>
    internal static LengthSummary? Of(int[] lengths, int maxLength)
    {
        if (lengths.Length == 0)
        {
            return null;
        }

        int[] sorted = [.. lengths.Order()];
        return new LengthSummary(
            sorted[0], sorted.Average(), At(0.5), At(0.95), sorted[^1], maxLength, sorted.Count(length => length > maxLength));

        int At(double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
