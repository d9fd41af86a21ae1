using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Albert;

/// <summary>ALBERT with a linear head on the pooled first token.</summary>
public sealed class AlbertForSequenceClassification : Classifier
{
    private readonly Albert _albert;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public AlbertForSequenceClassification(AlbertConfig config, LabelSet labels)
        : base(labels)
    {
        _albert = new Albert(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("albert.", _albert.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _albert;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_classifier.Forward(Dropout.Apply(features, _albert.Config.ClassifierDropout, context)));
    }
}
