using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.DistilBert;

/// <summary>DistilBERT with a head of two layers on the first token.</summary>
public sealed class DistilBertForSequenceClassification : Classifier
{
    private readonly DistilBert _distilBert;
    private readonly FirstTokenHead _head;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public DistilBertForSequenceClassification(DistilBertConfig config, LabelSet labels)
        : base(labels)
    {
        _distilBert = new DistilBert(config);
        _head = new FirstTokenHead(config.HiddenSize, labels.Count, Activation.Relu, inputDropout: 0, config.ClassifierDropout);
        Weights = new WeightMap();
        Weights.AddAll("distilbert.", _distilBert.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("pre_classifier", _head.Dense);
        Weights.Add("classifier", _head.Output);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _distilBert;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _head.Forward(features, context);
}
