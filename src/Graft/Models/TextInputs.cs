using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A batch of token ids.</summary>
public sealed class TextInputs : ModelInputs
{
    /// <summary>Takes ownership of the tensors.</summary>
    /// <param name="inputIds">[b,t] int64</param>
    /// <param name="attentionMask">[b,t] int64, 1 at tokens and 0 at padding; null where no row is padded.</param>
    /// <param name="tokenTypeIds">[b,t] int64, or null for all zero.</param>
    /// <exception cref="ArgumentException">The tensors differ in shape.</exception>
    public TextInputs(Tensor inputIds, Tensor? attentionMask = null, Tensor? tokenTypeIds = null)
    {
        long[] shape = inputIds.shape;
        RefuseOther(shape, attentionMask, nameof(attentionMask));
        RefuseOther(shape, tokenTypeIds, nameof(tokenTypeIds));
        InputIds = inputIds;
        AttentionMask = attentionMask;
        TokenTypeIds = tokenTypeIds;
    }

    /// <summary>[b,t] int64</summary>
    public Tensor InputIds { get; }

    /// <summary>[b,t] int64, 1 at tokens and 0 at padding; null where no row is padded.</summary>
    public Tensor? AttentionMask { get; }

    /// <summary>[b,t] int64, or null for all zero.</summary>
    public Tensor? TokenTypeIds { get; }

    /// <inheritdoc/>
    public override int BatchSize => (int)InputIds.shape[0];

    /// <summary>What attention adds to its scores: 0 at tokens, the lowest float at padding; [b,1,1,t], or null where no row is padded.</summary>
    public Tensor? AdditiveMask() => Layers.AttentionMask.Padding(AttentionMask);

    /// <inheritdoc/>
    public override ModelInputs Slice(int first, int count) => new TextInputs(
        Slice(InputIds, first, count),
        AttentionMask is null ? null : Slice(AttentionMask, first, count),
        TokenTypeIds is null ? null : Slice(TokenTypeIds, first, count));

    /// <inheritdoc/>
    public override ModelInputs Copy(Func<Tensor, Tensor> copy) => new TextInputs(
        copy(InputIds), AttentionMask is null ? null : copy(AttentionMask), TokenTypeIds is null ? null : copy(TokenTypeIds));

    /// <inheritdoc/>
    public override void Dispose()
    {
        InputIds.Dispose();
        AttentionMask?.Dispose();
        TokenTypeIds?.Dispose();
    }

    private static void RefuseOther(long[] shape, Tensor? tensor, string name)
    {
        if (tensor is not null && !tensor.shape.AsSpan().SequenceEqual(shape))
        {
            throw new ArgumentException($"shape [{string.Join(",", tensor.shape)}] is not that of the ids, [{string.Join(",", shape)}]", name);
        }
    }
}
