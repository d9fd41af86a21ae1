using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ModernBert;

/// <summary>ModernBERT with a head of two layers, a norm between them, on the first token or on the mean of all.</summary>
public sealed class ModernBertForSequenceClassification : Classifier
{
    private readonly ModernBert _modernBert;
    private readonly Linear _dense;
    private readonly LayerNorm _norm;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public ModernBertForSequenceClassification(ModernBertConfig config, LabelSet labels)
        : base(labels)
    {
        _modernBert = new ModernBert(config);
        _dense = new Linear(config.HiddenSize, config.HiddenSize, config.ClassifierBias);
        _norm = new LayerNorm(config.HiddenSize, config.NormEpsilon, config.NormBias);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("model.", _modernBert.Weights);
        Weights.Depth = config.IsLocal.Count + 1;
        Weights.Part = WeightPart.OptionalTrunk;   // files of masked language models have these two, bare trunks do not
        Weights.Add("head.dense", _dense);
        Weights.Add("head.norm", _norm);
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _modernBert;

    /// <summary>The head's first layer.</summary>
    internal Linear Dense => _dense;

    /// <summary>The norm after its activation.</summary>
    internal LayerNorm Norm => _norm;

    /// <summary>The layer that gives the logits.</summary>
    internal Linear Output => _classifier;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) =>
        _modernBert.Config.Pooling == ModernBertPooling.FirstToken
            ? trunk.LastHiddenState.select(1, 0)
            : MeanOfTokens(trunk.LastHiddenState, ((TextInputs)inputs).AttentionMask);              // [b,d]

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        ModernBertConfig config = _modernBert.Config;
        Tensor normed = _norm.Forward(config.ClassifierActivation.Apply(_dense.Forward(features)));
        return scope.MoveToOuter(_classifier.Forward(Dropout.Apply(normed, config.ClassifierDropout, context)));
    }

    // [b,t,d] -> [b,d]
    private static Tensor MeanOfTokens(Tensor hidden, Tensor? mask)
    {
        if (mask is null)
        {
            return hidden.mean([1]);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor isToken = mask.ne(0).to(ScalarType.Float32).unsqueeze(-1);                           // [b,t,1]
        return scope.MoveToOuter((hidden * isToken).sum(1) / isToken.sum(1).clamp_min(1));
    }
}
