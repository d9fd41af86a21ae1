using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.MobileNetV2;

/// <summary>MobileNetV2 with a linear head on the mean of the last map.</summary>
public sealed class MobileNetV2ForImageClassification : Classifier
{
    private readonly MobileNetV2 _mobileNet;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public MobileNetV2ForImageClassification(MobileNetV2Config config, LabelSet labels)
        : base(labels)
    {
        _mobileNet = new MobileNetV2(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("mobilenet_v2.", _mobileNet.Weights);
        Weights.Depth = _mobileNet.Blocks.Count + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _mobileNet;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = Dropout.Apply(features, _mobileNet.Config.ClassifierDropout, context);
        return scope.MoveToOuter(_classifier.Forward(pooled));
    }
}
