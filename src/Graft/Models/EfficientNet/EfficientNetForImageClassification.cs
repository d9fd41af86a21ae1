using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.EfficientNet;

/// <summary>EfficientNet with a linear head on the pooled feature map.</summary>
public sealed class EfficientNetForImageClassification : Classifier
{
    private readonly EfficientNet _trunk;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public EfficientNetForImageClassification(EfficientNetConfig config, LabelSet labels)
        : base(labels)
    {
        _trunk = new EfficientNet(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("efficientnet.", _trunk.Weights);
        Weights.Depth = _trunk.Blocks.Count + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _trunk;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_classifier.Forward(Dropout.Apply(features, _trunk.Config.Dropout, context)));
    }
}
