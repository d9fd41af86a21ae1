using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>
/// Self-attention whose scores add up content against content, content against distance, and distance against content.
/// Source: He et al., "DeBERTa: decoding-enhanced BERT with disentangled attention", 2020.
/// </summary>
internal sealed class DisentangledAttention
{
    private readonly DebertaV2Config _config;
    private readonly bool _contentToPosition;
    private readonly bool _positionToContent;
    private readonly double _contentShare;

    public DisentangledAttention(DebertaV2Config config)
    {
        int width = config.HiddenSize;
        bool contentToPosition = config.PositionAttention.HasFlag(PositionAttention.ContentToPosition);
        bool positionToContent = config.PositionAttention.HasFlag(PositionAttention.PositionToContent);
        _config = config;
        _contentToPosition = contentToPosition && config.HasRelativeAttention;
        _positionToContent = positionToContent && config.HasRelativeAttention;

        // Scores are divided by the root of head size times the number of kinds; attention itself divides by the first.
        _contentShare = 1 / Math.Sqrt(1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0));
        Query = new Linear(width, width);
        Key = new Linear(width, width);
        Value = new Linear(width, width);
        PositionKey = _contentToPosition ? config.SharesProjections ? Key : new Linear(width, width) : null;
        PositionQuery = _positionToContent ? config.SharesProjections ? Query : new Linear(width, width) : null;
    }

    /// <summary>What scores are multiplied by, besides the root of the head's size, as they add up several kinds.</summary>
    public double ContentShare => _contentShare;

    public Linear Query { get; }

    public Linear Key { get; }

    public Linear Value { get; }

    /// <summary>Projection of distances for keys: <see cref="Key"/> where projections are shared, null where not in use.</summary>
    public Linear? PositionKey { get; }

    /// <summary>Projection of distances for queries: <see cref="Query"/> where projections are shared, null where not in use.</summary>
    public Linear? PositionQuery { get; }

    /// <summary>[b,t,d] -> [b,t,d]; of rows laid end to end [1,n,d] -> [1,n,d].</summary>
    /// <param name="x">[b,t,d] or [1,n,d]</param>
    /// <param name="mask">Added to the scores: [b,1,1,t], or null where nothing is masked.</param>
    /// <param name="positions">The distances; null for a model without relative attention.</param>
    /// <param name="rows">The rows laid end to end, or null. Scores are taken of the padded rows.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, Tensor? mask, RelativePositions? positions, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor query = Heads(Query.Forward(x), rows) * _contentShare;                            // [b,h,t,d/h]
        Tensor key = Heads(Key.Forward(x), rows);
        Tensor value = Heads(Value.Forward(x), rows);
        Tensor? bias = positions is null ? null : PositionScores(query, key, positions, context);
        Tensor? added = bias is null ? mask : mask is null ? bias : bias + mask;                 // [b,h,t,t]
        Tensor mixed = ScaledDotProduct.Apply(query, key, value, added, _config.AttentionDropout, context);
        Tensor joined = AttentionHeads.Join(mixed);
        return scope.MoveToOuter(rows is null ? joined : rows.Pack(joined));
    }

    private Tensor Heads(Tensor x, PackedRows? rows) => AttentionHeads.Split(rows is null ? x : rows.Unpack(x), _config.Heads);

    // What distances add to the scores: [b,h,t,t], or null.
    private Tensor? PositionScores(Tensor query, Tensor key, RelativePositions positions, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        double scale = 1 / Math.Sqrt(query.shape[^1]);
        Tensor table = Dropout.Apply(positions.Table, _config.HiddenDropout, context).unsqueeze(0);     // [1,r,d]
        Tensor? scores = null;
        if (_contentToPosition)
        {
            Tensor byRow = AttentionHeads.Split(PositionKey!.Forward(table), _config.Heads) * scale;    // [1,h,r,d/h]
            scores = Pick(matmul(query, byRow.transpose(-2, -1)), positions.QueryToKey);
        }

        if (_positionToContent)
        {
            Tensor byRow = AttentionHeads.Split(PositionQuery!.Forward(table), _config.Heads) * (scale * _contentShare);
            Tensor byKey = Pick(matmul(key, byRow.transpose(-2, -1)), positions.KeyToQuery);            // keys are rows
            scores = scores is null ? byKey.transpose(-2, -1) : scores + byKey.transpose(-2, -1);
        }

        return scores is null ? null : scope.MoveToOuter(scores);
    }

    // [b,h,t,r] scores of every distance -> [b,h,t,t] those of the distances that there are.
    private static Tensor Pick(Tensor all, Tensor rows) =>
        all.gather(-1, rows.expand(all.shape[0], all.shape[1], rows.shape[0], rows.shape[1]));
}
