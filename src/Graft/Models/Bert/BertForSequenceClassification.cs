using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Bert;

/// <summary>BERT with a linear head on the pooled first token.</summary>
public sealed class BertForSequenceClassification : Classifier
{
    private readonly Bert _bert;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public BertForSequenceClassification(BertConfig config, LabelSet labels)
        : base(labels)
    {
        _bert = new Bert(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("bert.", _bert.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _bert;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        double dropout = _bert.Config.ClassifierDropout ?? _bert.Config.HiddenDropout;
        return scope.MoveToOuter(_classifier.Forward(Dropout.Apply(features, dropout, context)));
    }
}
