using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Gpt2;

/// <summary>
/// GPT-2's decoder. Positions are 0 to t - 1 whatever the side of the padding. Source: Radford et al., "Language models are
/// unsupervised multitask learners", 2019.
/// </summary>
public sealed class Gpt2 : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public Gpt2(Gpt2Config config)
    {
        Config = config;
        Words = new Embedding(config.VocabularySize, config.HiddenSize);
        Positions = new Embedding(config.MaxPositions, config.HiddenSize);
        Decoder = [.. Enumerable.Range(0, config.Layers).Select(i => new Gpt2Layer(config, i))];
        FinalNorm = new LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
    }

    /// <summary>The architecture.</summary>
    public Gpt2Config Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= Gpt2Weights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int? MaxTokens => Config.MaxPositions;

    internal Embedding Words { get; }

    internal Embedding Positions { get; }

    internal IReadOnlyList<Gpt2Layer> Decoder { get; }

    internal LayerNorm FinalNorm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        long tokens = text.InputIds.shape[1];
        if (tokens > Config.MaxPositions)
        {
            throw new ArgumentException($"the batch has {tokens} tokens, but the model has positions for {Config.MaxPositions}", nameof(inputs));
        }

        Tensor causal = AttentionMask.Causal(tokens, text.InputIds.device);                         // [1,1,t,t]
        Tensor embedded = Words.Forward(text.InputIds) + Positions.Weight.narrow(0, 0, tokens);     // [b,t,d]
        Tensor hidden = Dropout.Apply(embedded, Config.EmbeddingDropout, context);
        hidden = PackedRows.Run(hidden, text.AttentionMask, context, (x, padding, rows) =>
            RunLayers(x, AttentionMask.Both(causal, padding), rows, context));
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    private Tensor RunLayers(Tensor hidden, Tensor? mask, PackedRows? rows, ForwardContext context)
    {
        foreach (Gpt2Layer layer in Decoder)
        {
            context.Trace?.AddHiddenState(hidden);                                                  // each layer's input
            hidden = layer.Forward(hidden, mask, rows, context);
        }

        hidden = FinalNorm.Forward(hidden);
        context.Trace?.AddHiddenState(hidden);
        return hidden;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Words.Dispose();
        Positions.Dispose();
        base.Dispose();
    }
}
