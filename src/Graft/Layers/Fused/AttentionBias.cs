using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>What is added to the scores of attention: a mask, a bias by distance, or nothing. Rows laid end to end use the part for as many tokens as they have.</summary>
/// <param name="values">[b,h,t,t] float32, contiguous, 1 in place of b, of h or of the first t where all have the same; or null.</param>
/// <param name="heads">Heads of a row of the batch.</param>
internal sealed unsafe class AttentionBias(Tensor? values, int heads)
{
    private readonly nint _start = TensorAddress.Of(values);
    private readonly long _byRow = Step(values, 0), _byHead = Step(values, 1), _byQuery = Step(values, 2);

    /// <summary>True if such a tensor can be added to scores [b,h,t,t].</summary>
    /// <param name="values">The tensor, or null.</param>
    /// <param name="batch">b; 1 where rows lie end to end.</param>
    /// <param name="heads">h</param>
    /// <param name="tokens">t; where rows lie end to end, that of the padded batch.</param>
    public static bool Serves(Tensor? values, long batch, long heads, long tokens) =>
        values is null
        || (values.dtype is ScalarType.Float32 or ScalarType.BFloat16 && values.shape is [var rows, var each, var queries, var keys]
            && (rows == 1 || rows == batch) && (each == 1 || each == heads) && (queries == 1 || queries == tokens) && keys == tokens);

    /// <summary>What is added to the scores of a query; null for nothing.</summary>
    /// <param name="matrix">The head, counted over all rows of the batch.</param>
    /// <param name="query">The query's place in its row.</param>
    public float* Of(long matrix, long query) =>
        _start == 0 ? null : (float*)_start + matrix / heads * _byRow + matrix % heads * _byHead + query * _byQuery;

    /// <summary>Adds the gradient of some heads' scores to that of the values.</summary>
    /// <param name="gradient">In the shape of the values.</param>
    /// <param name="change">[n,l,l], the gradient of the scores before they are multiplied by the factor, times the factor.</param>
    /// <param name="portion">Whose scores they are.</param>
    /// <param name="factor">The factor.</param>
    public void AddGradient(Tensor gradient, Tensor change, AttentionPortion portion, float factor)
    {
        for (long done = 0, count; done < portion.Count; done += count)
        {
            // Heads of one row of the batch at a time.
            using DisposeScope scope = NewDisposeScope();
            long matrix = portion.Matrix + done, head = matrix % heads;
            count = Math.Min(heads - head, portion.Count - done);
            Tensor part = change.narrow(0, done, count);                                                        // [n,l,l]
            part = _byQuery == 0 ? part.sum(1, keepdim: true) : part;
            part = _byHead == 0 ? part.sum(0, keepdim: true) : part;
            Tensor row = gradient.select(0, _byRow == 0 ? 0 : matrix / heads).narrow(2, 0, portion.Length);
            row = _byQuery == 0 ? row : row.narrow(1, 0, portion.Length);
            (_byHead == 0 ? row : row.narrow(0, head, count)).add_(part, alpha: 1 / factor);
        }
    }

    // Elements from one place of a dimension to the next: 0 where there is one for all.
    private static long Step(Tensor? values, int dimension) => values is null || values.shape[dimension] == 1 ? 0 : values.stride(dimension);
}
