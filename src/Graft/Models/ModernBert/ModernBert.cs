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
        Tensor? window = tokens > Config.LocalReach + 1 ? AttentionMask.Window(tokens, Config.LocalReach, text.InputIds.device) : null;
        Tensor embedded = Dropout.Apply(WordNorm.Forward(Words.Forward(text.InputIds)), Config.EmbeddingDropout, context);
        Tensor hidden = PackedRows.Run(embedded, text.AttentionMask, context, (x, padding, rows) =>
            Encode(x, padding, AttentionMask.Both(window, padding), rows is null ? (global, local) : (global.Of(rows), local.Of(rows)), rows, context));
        return new TrunkOutput(scope.MoveToOuter(hidden), Pooled: null);
    }

    // [b,t,d], or of rows laid end to end [1,n,d] -> the same; "near" is what local attention adds to its scores.
    private Tensor Encode(
        Tensor hidden, Tensor? padding, Tensor? near, (RotaryPositions Global, RotaryPositions Local) positions, PackedRows? rows, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < Encoder.Count; i++)
        {
            context.Trace?.AddHiddenState(hidden);                                                      // each layer's input
            bool isLocal = Config.IsLocal[i];
            hidden = Encoder[i].Forward(hidden, isLocal ? near : padding, isLocal ? positions.Local : positions.Global, rows, context);
        }

        hidden = FinalNorm.Forward(hidden);
        context.Trace?.AddHiddenState(hidden);
        return scope.MoveToOuter(hidden);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Words.Dispose();
        base.Dispose();
    }
}
