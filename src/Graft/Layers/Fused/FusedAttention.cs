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
    private const int RowsPerPiece = 64;

    /// <inheritdoc/>
    public override string Name => nameof(FusedAttention);

    /// <summary>[b,h,t,d] each -> [b,h,t,d].</summary>
    /// <param name="query">[b,h,t,d]; a view of [b,t,h,d] is read as it lies, and then the result is such a view too.</param>
    /// <param name="key">[b,h,t,d]</param>
    /// <param name="value">[b,h,t,d]</param>
    /// <param name="mask">Added to the scores: [b,h,t,t] with 1 in place of b, of h or of the first t where all have the same; or null. Of rows that lie end to end
    /// in a batch, t is that of the padded one.</param>
    /// <param name="probability">Share of the probabilities dropped, 0 to below 1.</param>
    /// <param name="context">Training.</param>
    /// <param name="packed">The rows that lie end to end in a batch of one, each of which attends to itself; or null.</param>
    public static Tensor Apply(Tensor query, Tensor key, Tensor value, Tensor? mask, double probability, ForwardContext context, PackedRows? packed = null)
    {
        using DisposeScope scope = NewDisposeScope();
        object drop = context.Dropout is { } stream && probability > 0 ? stream.Next(probability) : false;
        object m = (object?)mask?.to(ScalarType.Float32).contiguous() ?? false, rows = (object?)packed ?? false;
        long batch = query.shape[0], heads = query.shape[1], tokens = query.shape[2], size = query.shape[3];

        // Many short rows: all heads of the batch in one list, so that a portion is worth a call.
        bool isShort = packed is null && AttentionPortion.IsLittle(heads, tokens);
        Tensor mixed = isShort
            ? apply(OneRow(query), OneRow(key), OneRow(value), m, drop, heads, rows)[0].view(batch, heads, tokens, size)
            : apply(Readable(query), Readable(key), Readable(value), m, drop, heads, rows)[0];
        FusedFailure.ThrowIfAny();
        return scope.MoveToOuter(mixed);

        Tensor OneRow(Tensor x) => x.contiguous().view(1, batch * heads, tokens, size);

        static Tensor Readable(Tensor x) => x.stride(3) == 1 ? x : x.contiguous();
    }

    /// <summary>True if <see cref="Apply"/> serves these tensors.</summary>
    public static bool Serves(Tensor query, Tensor? mask, PackedRows? packed = null) =>
        TensorAddress.IsReadable(query) && AttentionBias.Serves(mask, query.shape[0], query.shape[1], Width(query, packed));

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
        FusedFailure.Forward(() => Forward(ctx, vars));

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
        FusedFailure.Backward(() => Backward(ctx, grad_outputs), inputs: 7);

    private static List<Tensor> Forward(autograd.AutogradContext ctx, object[] vars)
    {
        using DisposeScope outerScope = NewDisposeScope();
        bool isByToken = IsByToken((Tensor)vars[0]);
        var mask = vars[3] as Tensor;
        var drop = vars[4] as DropoutMask?;
        var maskHeads = (int)(long)vars[5];
        var packed = vars[6] as PackedRows;
        Tensor query = Multipliable((Tensor)vars[0], packed), key = Multipliable((Tensor)vars[1], packed), value = Multipliable((Tensor)vars[2], packed);
        long tokens = query.shape[2], heads = query.shape[0] * query.shape[1];
        int width = Width(query, packed), words = drop is null ? 0 : DropoutMask.WordsPerRow(width);
        Tensor statistics = empty([heads, tokens, 2], dtype: ScalarType.Float32), bits = empty([heads, tokens, words], dtype: ScalarType.Int64);
        Tensor mixed = EmptyLike(query, isByToken);
        var rows = new AttentionRows(new AttentionBias(mask, maskHeads), (int)tokens, width, Factor(query), statistics, bits, drop);
        foreach (AttentionPortion portion in AttentionPortion.Of(query, packed))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor scores = bmm(Part(query, portion), Part(key, portion).transpose(1, 2));     // [n,l,l]
            rows.Forward(scores, portion, RowsPerPiece);
            portion.Of(mixed).copy_(bmm(scores, Part(value, portion)));
        }

        ctx.save_data(nameof(KeptTensors), new KeptTensors(query, key, value, statistics, bits, mask));
        ctx.save_data(nameof(drop), (object?)drop ?? false);
        ctx.save_data(nameof(maskHeads), maskHeads);
        ctx.save_data(nameof(isByToken), isByToken);
        ctx.save_data(nameof(AttentionBias), mask is { requires_grad: true });
        ctx.save_data(nameof(PackedRows), vars[6]);
        return [outerScope.MoveToOuter(mixed)];
    }

    private static List<Tensor> Backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using DisposeScope outerScope = NewDisposeScope();
        using var saved = (KeptTensors)ctx.get_data(nameof(KeptTensors));
        Tensor query = saved[0], key = saved[1], value = saved[2];
        using Tensor given = grad_outputs[0];
        var packed = ctx.get_data(nameof(PackedRows)) as PackedRows;
        bool isByToken = (bool)ctx.get_data("isByToken");
        Tensor gradient = Multipliable(given.stride(3) == 1 ? given : given.contiguous(), packed);
        Tensor queryGradient = EmptyLike(query, isByToken), keyGradient = EmptyLike(key, isByToken), valueGradient = EmptyLike(value, isByToken);
        var bias = new AttentionBias(saved.Find(5), (int)ctx.get_data("maskHeads"));
        var rows = new AttentionRows(bias, (int)query.shape[2], Width(query, packed), Factor(query), saved[3], saved[4], ctx.get_data("drop") as DropoutMask?);
        Tensor? biasGradient = (bool)ctx.get_data(nameof(AttentionBias)) ? zeros_like(saved[5]) : null;
        foreach (AttentionPortion portion in AttentionPortion.Of(query, packed))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor q = Part(query, portion), k = Part(key, portion), outer = Part(gradient, portion);
            Tensor scores = bmm(q, k.transpose(1, 2)), change = bmm(outer, Part(value, portion).transpose(1, 2));   // [n,l,l]
            rows.Backward(scores, change, portion, RowsPerPiece);
            portion.Of(valueGradient).copy_(bmm(scores.transpose(1, 2), outer));
            portion.Of(queryGradient).copy_(bmm(change, k));
            portion.Of(keyGradient).copy_(bmm(change.transpose(1, 2), q));
            if (biasGradient is not null)
            {
                bias.AddGradient(biasGradient, change, portion, Factor(query));
            }
        }

        return KeptTensors.HandOver(queryGradient, keyGradient, valueGradient, biasGradient, null, null, null);
    }

    private static int Width(Tensor query, PackedRows? packed) => packed?.Width ?? (int)query.shape[2];

    private static float Factor(Tensor query) => (float)(1 / Math.Sqrt(query.shape[3]));

    // libtorch's bfloat16 products copy what is not dense, one of the factors element by element, at each of its uses: once, as a whole, takes a
    // tenth of that. Single-precision products read views as they lie.
    private static Tensor Multipliable(Tensor x, PackedRows? packed) => x.dtype == ScalarType.BFloat16 && packed is null ? x.contiguous() : x;

    private static Tensor Part(Tensor x, AttentionPortion portion) => x.dtype == ScalarType.BFloat16 ? portion.Of(x).contiguous() : portion.Of(x);

    private static bool IsByToken(Tensor x) => x.stride(1) < x.stride(2);

    // [b,h,t,d], laid out as [b,t,h,d] where the queries were given so.
    private static Tensor EmptyLike(Tensor x, bool isByToken) => isByToken
        ? empty([x.shape[0], x.shape[2], x.shape[1], x.shape[3]], dtype: x.dtype).transpose(1, 2)
        : empty(x.shape, dtype: x.dtype);
}
