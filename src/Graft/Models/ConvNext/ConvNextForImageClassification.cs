using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.ConvNext;

/// <summary>ConvNeXt with a linear head on the normalised mean of the last map.</summary>
public sealed class ConvNextForImageClassification : Classifier
{
    private readonly ConvNext _convNext;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public ConvNextForImageClassification(ConvNextConfig config, LabelSet labels)
        : base(labels)
    {
        _convNext = new ConvNext(config);
        _classifier = new Linear(config.HiddenSizes[^1], labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("convnext.", _convNext.Weights);
        Weights.Depth = config.Depths.Sum() + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _convNext;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _classifier.Forward(features);
}
