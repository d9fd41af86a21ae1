using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ResNet;

/// <summary>ResNet with a linear head on the mean of the last map.</summary>
public sealed class ResNetForImageClassification : Classifier
{
    private readonly ResNet _resNet;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public ResNetForImageClassification(ResNetConfig config, LabelSet labels)
        : base(labels)
    {
        _resNet = new ResNet(config);
        _classifier = new Linear(config.HiddenSizes[^1], labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("resnet.", _resNet.Weights);
        Weights.Depth = config.Depths.Sum() + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier.1", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _resNet;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!.flatten(1);       // [b,c,1,1] -> [b,c]

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_classifier.Forward(features));
    }
}
