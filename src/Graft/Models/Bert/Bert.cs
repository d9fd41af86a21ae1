using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Bert;

/// <summary>
/// BERT's encoder with its pooler. Source: Devlin et al., "BERT: pre-training of deep bidirectional transformers for
/// language understanding", 2018.
/// </summary>
public sealed class Bert : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Bert(BertConfig config)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, config.TokenTypes, config.HiddenSize, config.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout);
        Encoder = new PostNormEncoder(config.Layers, () => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: config.HiddenDropout, outputDropout: config.HiddenDropout)));
        Pooler = new FirstTokenPooler(config.HiddenSize);
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= BertWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal PostNormEncoder Encoder { get; }

    internal FirstTokenPooler Pooler { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, text.TokenTypeIds, context);        // [b,t,d]
        Tensor hidden = Encoder.ForwardPadded(embedded, text.AttentionMask, context);
        Tensor pooled = Pooler.Forward(hidden);                                                 // [b,d]
        return new TrunkOutput(scope.MoveToOuter(hidden), scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }
}
