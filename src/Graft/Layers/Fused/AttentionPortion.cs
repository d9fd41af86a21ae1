using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>Some heads of one row of the batch: as much attention as is computed at a time.</summary>
/// <param name="From">The first head.</param>
/// <param name="Count">n, the number of heads.</param>
/// <param name="Length">l, the row's tokens.</param>
/// <param name="TensorRow">The row of the tensors that holds it.</param>
/// <param name="Start">Its first token there: 0, but for rows laid end to end.</param>
/// <param name="Matrix">The first head, counted over all rows of the tensors.</param>
/// <param name="BatchMatrix">The first head, counted over all rows of the batch.</param>
internal readonly record struct AttentionPortion(long From, long Count, long Length, long TensorRow, long Start, long Matrix, long BatchMatrix)
{
    // Scores and their gradients of one portion; more would leave the second-level cache.
    private const long MostScores = 1 << 20;

    /// <summary>True if the scores of one row are so few that a portion should hold several rows.</summary>
    /// <param name="heads">Heads of a row.</param>
    /// <param name="tokens">Tokens of a row.</param>
    public static bool IsLittle(long heads, long tokens) => heads * tokens * tokens < MostScores / 4;

    /// <summary>All heads of all rows.</summary>
    /// <param name="query">[b,h,t,d], or [1,h,n,d] for rows laid end to end.</param>
    /// <param name="packed">The rows laid end to end, or null.</param>
    public static IEnumerable<AttentionPortion> Of(Tensor query, PackedRows? packed)
    {
        long heads = query.shape[1];
        int rows = packed?.Lengths.Count ?? (int)query.shape[0];
        for (int row = 0; row < rows; row++)
        {
            long tensorRow = packed is null ? row : 0, start = packed?.Starts[row] ?? 0, length = packed?.Lengths[row] ?? query.shape[2];
            long most = Math.Max(2, MostScores / (length * length));
            for (long from = 0; from < heads; from += most)
            {
                yield return new AttentionPortion(
                    from, Math.Min(most, heads - from), length, tensorRow, start, tensorRow * heads + from, row * heads + from);
            }
        }
    }

    /// <summary>[b,h,t,d] -> [n,l,d], a view.</summary>
    public Tensor Of(Tensor x)
    {
        using Tensor row = x.select(0, TensorRow);
        using Tensor heads = row.narrow(0, From, Count);
        return heads.narrow(1, Start, Length);
    }
}
