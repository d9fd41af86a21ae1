using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Electra;

/// <summary>
/// ELECTRA's discriminator: BERT's layers on embeddings that may be smaller. Source: Clark et al., "ELECTRA: pre-training
/// text encoders as discriminators rather than generators", 2020.
/// </summary>
public sealed class Electra : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Electra(ElectraConfig config)
    {
        Config = config;
        Embeddings = new TokenEmbeddings(
            config.VocabularySize, config.MaxPositions, config.TokenTypes, config.EmbeddingSize, config.PaddingId,
            config.LayerNormEpsilon, config.HiddenDropout);
        Projection = config.EmbeddingSize == config.HiddenSize ? null : new Linear(config.EmbeddingSize, config.HiddenSize);
        Encoder = new PostNormEncoder(config.Layers, () => new PostNormLayer(
            new MultiHeadAttention(config.HiddenSize, config.Heads, config.AttentionDropout),
            new PostNormBlock(config.HiddenSize, config.IntermediateSize, config.Activation, config.LayerNormEpsilon,
                attentionDropout: config.HiddenDropout, outputDropout: config.HiddenDropout)));
    }

    /// <summary>The architecture.</summary>
    public ElectraConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= ElectraWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Embeddings.MaxTokens;

    internal TokenEmbeddings Embeddings { get; }

    internal Linear? Projection { get; }

    internal PostNormEncoder Encoder { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor embedded = Embeddings.Forward(text.InputIds, text.TokenTypeIds, context);        // [b,t,e]
        Tensor projected = Projection is null ? embedded : Projection.Forward(embedded);        // [b,t,d]
        Tensor hidden = Encoder.ForwardPadded(projected, text.AttentionMask, context);
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        base.Dispose();
    }
}
