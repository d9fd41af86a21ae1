using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Roberta;

/// <summary>
/// RoBERTa's encoder: BERT's layers, with positions that count from the number after the padding id. Source: Liu et al.,
/// "RoBERTa: a robustly optimized BERT pretraining approach", 2019.
/// </summary>
public sealed class Roberta : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="hasPooler">False for a trunk whose head reads the first token itself.</param>
    public Roberta(RobertaConfig config, bool hasPooler = true)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, config.TokenTypes, config.HiddenSize, config.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout, positionsAfter: config.PaddingId);
        Encoder = new PostNormEncoder(config.Layers, () => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: config.HiddenDropout, outputDropout: config.HiddenDropout)));
        Pooler = hasPooler ? new FirstTokenPooler(config.HiddenSize) : null;
    }

    /// <summary>The architecture.</summary>
    public RobertaConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= RobertaWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal PostNormEncoder Encoder { get; }

    internal FirstTokenPooler? Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, text.TokenTypeIds, context);        // [b,t,d]
        Tensor hidden = Encoder.ForwardPadded(embedded, text.AttentionMask, context);
        Tensor? pooled = Pooler?.Forward(hidden);                                               // [b,d]
        return new TrunkOutput(scope.MoveToOuter(hidden), pooled is null ? null : scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }
}
