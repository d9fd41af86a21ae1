using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ModernBert;

/// <summary>
/// ModernBERT's encoder: rotary positions, layers with local and with global attention, gated feed-forward blocks.
/// Source: Warner et al., "Smarter, better, faster, longer: a modern bidirectional encoder", 2024.
/// </summary>
public sealed class ModernBert : Trunk
{
    private WeightMap? _weights;

    /// <summary>Creates the trunk; its values are undefined until weights are loaded.</summary>
    public ModernBert(ModernBertConfig config)
    {
        Config = config;
        Words = new Embedding(config.VocabularySize, config.HiddenSize, config.PaddingId);
        WordNorm = new LayerNorm(config.HiddenSize, config.NormEpsilon, config.NormBias);
        Encoder = [.. Enumerable.Range(0, config.IsLocal.Count).Select(i => new ModernBertLayer(config, isFirst: i == 0))];
        FinalNorm = new LayerNorm(config.HiddenSize, config.NormEpsilon, config.NormBias);
    }

    /// <summary>The architecture.</summary>
    public ModernBertConfig Config { get; }

    /// <inheritdoc/>
    public override WeightMap Weights => _weights ??= ModernBertWeights.Of(this);

    /// <inheritdoc/>
    public override int? VocabularySize => Config.VocabularySize;

    internal Embedding Words { get; }

    internal LayerNorm WordNorm { get; }

    internal IReadOnlyList<ModernBertLayer> Encoder { get; }

    internal LayerNorm FinalNorm { get; }

    /// <inheritdoc/>
    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        long tokens = text.InputIds.shape[1];
        long headSize = Config.HiddenSize / Config.Heads;
        RotaryPositions global = RotaryPositions.Create(tokens, headSize, Config.GlobalTheta, text.InputIds.device);
        RotaryPositions local = RotaryPositions.Create(tokens, headSize, Config.LocalTheta, text.InputIds.device);
        Tensor? padding = text.AdditiveMask();                                                          // [b,1,1,t]
        Tensor? window = tokens > Config.LocalReach + 1 ? AttentionMask.Window(tokens, Config.LocalReach, text.InputIds.device) : null;
        Tensor? near = AttentionMask.Both(window, padding);                                             // [b,1,t,t]
        Tensor hidden = Dropout.Apply(WordNorm.Forward(Words.Forward(text.InputIds)), Config.EmbeddingDropout, context);
        for (int i = 0; i < Encoder.Count; i++)
        {
            context.Trace?.AddHiddenState(hidden);                                                      // each layer's input
            bool isLocal = Config.IsLocal[i];
            hidden = Encoder[i].Forward(hidden, isLocal ? near : padding, isLocal ? local : global, context);
        }

        hidden = FinalNorm.Forward(hidden);                                                             // [b,t,d]
        context.Trace?.AddHiddenState(hidden);
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Words.Dispose();
        base.Dispose();
    }
}
