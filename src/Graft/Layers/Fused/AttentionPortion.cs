using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>Some heads of one row of the batch: as much attention as is computed at a time.</summary>
/// <param name="Row">The row of the batch; 0 for rows laid end to end, which are one to tensors.</param>
/// <param name="From">The first head.</param>
/// <param name="Count">n, the number of heads.</param>
/// <param name="Place">The first head, counted over the whole batch.</param>
/// <param name="Start">The row's first token.</param>
/// <param name="Length">l, the row's tokens.</param>
internal readonly record struct AttentionPortion(long Row, long From, long Count, long Place, long Start, long Length)
{
    // Scores and their gradients of one portion; more would leave the second-level cache.
    private const long MostScores = 1 << 20;

    /// <summary>True if the scores of one row are so few that a portion should hold several rows.</summary>
    /// <param name="heads">Heads of a row.</param>
    /// <param name="tokens">Tokens of a row.</param>
    public static bool IsLittle(long heads, long tokens) => heads * tokens * tokens < MostScores / 4;

    /// <summary>All heads of all rows.</summary>
    /// <param name="query">[b,h,t,d]</param>
    /// <param name="lengths">The rows laid end to end, or null where each row of the batch is one.</param>
    public static IEnumerable<AttentionPortion> Of(Tensor query, IReadOnlyList<int>? lengths)
    {
        long heads = query.shape[1];
        return lengths is null
            ? Enumerable.Range(0, (int)query.shape[0]).SelectMany(row => Cut(row, heads, start: 0, query.shape[2]))
            : lengths.Zip(PackedRows.StartsOf(lengths)).SelectMany(row => Cut(0, heads, row.Second, row.First));
    }

    /// <summary>[b,h,t,d] -> [n,l,d], a view.</summary>
    public Tensor Of(Tensor x)
    {
        using Tensor row = x.select(0, Row);
        using Tensor heads = row.narrow(0, From, Count);
        return heads.narrow(1, Start, Length);
    }

    private static IEnumerable<AttentionPortion> Cut(long row, long heads, long start, long length)
    {
        long most = Math.Max(2, MostScores / (length * length));
        for (long from = 0; from < heads; from += most)
        {
            yield return new AttentionPortion(row, from, Math.Min(most, heads - from), row * heads + from, start, length);
        }
    }
}
