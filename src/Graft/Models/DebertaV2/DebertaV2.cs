using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>
/// DeBERTa's encoder, second and third version: attention by content and by distance. Source: He et al., "DeBERTa:
/// decoding-enhanced BERT with disentangled attention", 2020, and "DeBERTaV3", 2021.
/// </summary>
public sealed class DebertaV2 : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public DebertaV2(DebertaV2Config config)
    {
        Config = config;
        Embeddings = new DebertaV2Embeddings(config);
        Distances = config.HasRelativeAttention ? new Embedding(2 * config.Span, config.HiddenSize) : null;
        DistanceNorm = config.NormalizesDistances ? new LayerNorm(config.HiddenSize, config.LayerNormEpsilon) : null;
        Encoder = [.. Enumerable.Range(0, config.Layers).Select(_ => new DebertaV2Layer(config))];
        Convolution = config.ConvolutionWidth > 0 ? new DebertaV2Convolution(config) : null;
    }

    /// <summary>The architecture.</summary>
    public DebertaV2Config Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= DebertaV2Weights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Config.HasAbsolutePositions ? Config.MaxPositions : null;

    internal DebertaV2Embeddings Embeddings { get; }

    internal Embedding? Distances { get; }

    internal LayerNorm? DistanceNorm { get; }

    internal IReadOnlyList<DebertaV2Layer> Encoder { get; }

    internal DebertaV2Convolution? Convolution { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor? mask = text.AdditiveMask();                                          // [b,1,1,t]
        Tensor? isToken = text.AttentionMask?.ne(0).to(ScalarType.Float32).unsqueeze(-1);    // [b,t,1]
        Tensor embedded = Embeddings.Forward(text, isToken, context);                // [b,t,d]
        RelativePositions? positions = FindPositions(text.InputIds.shape[1]);

        // A convolution goes across tokens that lie side by side in their row.
        Tensor hidden = PackedRows.Run(embedded, Convolution is null ? text.AttentionMask : null, context, (x, _, rows) =>
            RunLayers(x, mask, isToken, positions, rows, context));
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Embeddings.Dispose();
        Distances?.Dispose();
        base.Dispose();
    }

    private Tensor RunLayers(Tensor embedded, Tensor? mask, Tensor? isToken, RelativePositions? positions, PackedRows? rows, ForwardContext context)
    {
        context.Trace?.AddHiddenState(embedded);
        Tensor hidden = embedded;
        for (int i = 0; i < Encoder.Count; i++)
        {
            hidden = Encoder[i].Forward(hidden, mask, positions, rows, context);
            if (i == 0 && Convolution is not null)
            {
                hidden = Convolution.Forward(embedded, hidden, isToken, context);
            }

            context.Trace?.AddHiddenState(hidden);
        }

        return hidden;
    }

    private RelativePositions? FindPositions(long tokens) =>
        Distances is null
            ? null
            : RelativePositions.Create(DistanceNorm?.Forward(Distances.Weight) ?? Distances.Weight, tokens, Config);
}
