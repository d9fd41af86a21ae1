using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DistilBert;

/// <summary>
/// DistilBERT's encoder: BERT's layers without token types and pooler. Source: Sanh et al., "DistilBERT, a distilled
/// version of BERT", 2019.
/// </summary>
public sealed class DistilBert : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public DistilBert(DistilBertConfig config)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, tokenTypes: 0, config.HiddenSize, config.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout);

        // Unlike BERT, what attention gives is added without dropout.
        Encoder = new PostNormEncoder(config.Layers, () => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: 0, outputDropout: config.HiddenDropout)));
    }

    /// <summary>The architecture.</summary>
    public DistilBertConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= DistilBertWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal PostNormEncoder Encoder { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, typeIds: null, context);            // [b,t,d]
        Tensor hidden = Encoder.ForwardPadded(embedded, text.AttentionMask, context);
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }
}
