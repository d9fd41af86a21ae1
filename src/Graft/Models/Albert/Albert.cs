using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Albert;

/// <summary>
/// ALBERT's encoder: small embeddings, and layers that share their weights. Source: Lan et al., "ALBERT: a lite BERT for
/// self-supervised learning of language representations", 2019.
/// </summary>
public sealed class Albert : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Albert(AlbertConfig config)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, config.TokenTypes, config.EmbeddingSize, config.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout);
        Projection = new Linear(config.EmbeddingSize, config.HiddenSize);
        Groups = [.. Enumerable.Range(0, config.Groups).Select(_ => CreateGroup(config))];
        Pooler = new FirstTokenPooler(config.HiddenSize);
    }

    /// <summary>The architecture.</summary>
    public AlbertConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= AlbertWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal Linear Projection { get; }

    internal IReadOnlyList<IReadOnlyList<PostNormLayer>> Groups { get; }

    internal FirstTokenPooler Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, text.TokenTypeIds, context);        // [b,t,e]
        Tensor hidden = Projection.Forward(embedded);                                           // [b,t,d]
        hidden = PackedRows.Run(hidden, text.AttentionMask, context, (x, mask, rows) => RunLayers(x, mask, rows, context));
        Tensor pooled = Pooler.Forward(hidden);                                                 // [b,d]
        return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }

    private Tensor RunLayers(Tensor hidden, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        context.Trace?.AddHiddenState(hidden);
        for (int i = 0; i < Config.Layers; i++)
        {
            foreach (PostNormLayer layer in Groups[Config.GroupOf(i)])
            {
                hidden = layer.Forward(hidden, mask, context, rows);
            }

            context.Trace?.AddHiddenState(hidden);
        }

        return hidden;
    }

    // Unlike BERT, the feed-forward block's output is added without dropout.
    private static PostNormLayer[] CreateGroup(AlbertConfig config) =>
    [
        .. Enumerable.Range(0, config.LayersPerGroup).Select(_ => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: config.HiddenDropout, outputDropout: 0))),
    ];
}
