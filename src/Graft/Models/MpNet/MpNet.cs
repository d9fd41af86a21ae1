using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MpNet;

/// <summary>
/// MPNet's encoder: BERT's layers with RoBERTa's positions, no token types, and a bias by distance that all layers share.
/// Source: Song et al., "MPNet: masked and permuted pre-training for language understanding", 2020.
/// </summary>
public sealed class MpNet : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="hasPooler">False for a trunk whose head reads the first token itself.</param>
    public MpNet(MpNetConfig config, bool hasPooler = true)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, tokenTypes: 0, config.HiddenSize, MpNetConfig.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout, positionsAfter: MpNetConfig.PaddingId);
        PositionBias = new RelativePositionBias(config.DistanceRows, config.Heads);
        Encoder = new PostNormEncoder(config.Layers, () => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: config.HiddenDropout, outputDropout: config.HiddenDropout)));
        Pooler = hasPooler ? new FirstTokenPooler(config.HiddenSize) : null;
    }

    /// <summary>The architecture.</summary>
    public MpNetConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= MpNetWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal RelativePositionBias PositionBias { get; }

    internal PostNormEncoder Encoder { get; }

    internal FirstTokenPooler? Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, typeIds: null, context);            // [b,t,d]
        Tensor bias = PositionBias.Forward(text.InputIds.shape[1]);                             // [1,h,t,t]
        Tensor hidden = PackedRows.Run(embedded, text.AttentionMask, context, (x, padding, rows) =>
            Encoder.Forward(x, padding is null ? bias : bias + padding, context, rows));
        Tensor? pooled = Pooler?.Forward(hidden);                                               // [b,d]
        return new TrunkOutput(scope.MoveToOuter(hidden), pooled is null ? null : scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        PositionBias.Dispose();
        base.Dispose();
    }
}
