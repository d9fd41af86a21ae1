using Graft.Tensors;
using Graft.Tensors.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers.Fused;

/// <summary>
/// Attention while training: a few heads at a time, so that their scores stay in the processor's cache. The
/// probabilities are not kept; the backward pass makes them again from queries, keys and two numbers a row.
/// Source: Dao et al., "FlashAttention", NeurIPS 2022, for the idea.
/// </summary>
internal sealed class FusedAttention : autograd.MultiTensorFunction<FusedAttention>
{
    // Scores and their gradients of one portion; more would leave the second-level cache.
    private const long PortionElements = 1 << 20;
    private const int RowsPerPiece = 64;

    /// <inheritdoc/>
    public override string Name => nameof(FusedAttention);

    /// <summary>[b,h,t,d] each -> [b,h,t,d].</summary>
    /// <param name="query">[b,h,t,d]</param>
    /// <param name="key">[b,h,t,d]</param>
    /// <param name="value">[b,h,t,d]</param>
    /// <param name="mask">[b,1,1,t] float32 added to the scores, or null.</param>
    /// <param name="probability">Share of the probabilities dropped, 0 to below 1.</param>
    /// <param name="context">Training.</param>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask, double probability, ForwardContext context)
    {
        using Tensor q = query.contiguous(), k = key.contiguous(), v = value.contiguous();
        using Tensor? m = mask?.contiguous();
        object drop = context.Dropout is { } stream && probability > 0 ? stream.Next(probability) : false;
        Tensor mixed = apply(q, k, v, (object?)m ?? false, drop)[0];
        FusedFailure.ThrowIfAny();
        return mixed;
    }

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor query, Tensor? mask) =>
        TensorAddress.IsReadable(query)
        && (mask is null || (mask.dtype == ScalarType.Float32 && mask.dim() == 4 && mask.shape[0] == query.shape[0] && mask.shape[1] == 1 && mask.shape[2] == 1));

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Guard(() => Forward(ctx, vars), () => [empty_like((Tensor)vars[0])]);

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Guard<List<Tensor>>(() => Backward(ctx, grad_outputs), () => [null!, null!, null!, null!, null!]);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        Tensor query = (Tensor)vars[0], key = (Tensor)vars[1], value = (Tensor)vars[2];
        var mask = vars[3] as Tensor;
        var drop = vars[4] as DropoutMask?;
        long tokens = query.shape[2], heads = query.shape[0] * query.shape[1];
        int words = drop is null ? 0 : DropoutMask.WordsPerRow((int)tokens);
        Tensor statistics = empty([heads, tokens, 2], dtype: ScalarType.Float32), bits = empty([heads, tokens, words], dtype: ScalarType.Int64);
        Tensor mixed = empty_like(query);
        var rows = new AttentionRows(mask, (int)query.shape[1], (int)tokens, (float)(1 / Math.Sqrt(query.shape[3])), statistics, bits, drop);
        foreach ((long from, long count) in Portions(heads, tokens))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor scores = bmm(Part(query, from, count), Part(key, from, count).transpose(1, 2));     // [n,t,t]
            rows.Forward(scores, from, RowsPerPiece);
            Part(mixed, from, count).copy_(bmm(scores, Part(value, from, count)));
        }

        ctx.save_data(nameof(KeptTensors), new KeptTensors(query, key, value, statistics, bits, mask));
        ctx.save_data(nameof(drop), (object?)drop ?? false);
        return [mixed];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope outerScope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        Tensor query = saved[0], key = saved[1], value = saved[2];
        Tensor? mask = saved.Find(5);
        long tokens = query.shape[2], heads = query.shape[0] * query.shape[1];
        using Tensor given = grad_outputs[0];
        Tensor gradient = given.contiguous();
        Tensor queryGradient = empty_like(query), keyGradient = empty_like(key), valueGradient = empty_like(value);
        var rows = new AttentionRows(
            mask, (int)query.shape[1], (int)tokens, (float)(1 / Math.Sqrt(query.shape[3])), saved[3], saved[4], ctx.get_data("drop") as DropoutMask?);
        foreach ((long from, long count) in Portions(heads, tokens))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor q = Part(query, from, count), k = Part(key, from, count), outer = Part(gradient, from, count);
            Tensor scores = bmm(q, k.transpose(1, 2)), change = bmm(outer, Part(value, from, count).transpose(1, 2));   // [n,t,t]
            rows.Backward(scores, change, from, RowsPerPiece);
            Part(valueGradient, from, count).copy_(bmm(scores.transpose(1, 2), outer));
            Part(queryGradient, from, count).copy_(bmm(change, k));
            Part(keyGradient, from, count).copy_(bmm(change.transpose(1, 2), q));
        }

        return KeptTensors.HandOver(queryGradient, keyGradient, valueGradient, null, null);
    }

    // [b,h,t,d] -> [n,t,d], a view of some of the b × h matrices.
    private static Tensor Part(Tensor x, long from, long count) => x.view(-1, x.shape[2], x.shape[3]).narrow(0, from, count);

    private static IEnumerable<(long From, long Count)> Portions(long heads, long tokens)
    {
        long most = Math.Max(2, PortionElements / (tokens * tokens));
        for (long from = 0; from < heads; from += most)
        {
            yield return (from, Math.Min(most, heads - from));
        }
    }
}
