using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>Swin with a linear head on the mean of the patches.</summary>
public sealed class SwinForImageClassification : Classifier
{
    private readonly Swin _swin;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public SwinForImageClassification(SwinConfig config, LabelSet labels)
        : base(labels)
    {
        _swin = new Swin(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("swin.", _swin.Weights);
        Weights.Depth = config.Depths.Sum() + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _swin;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _classifier.Forward(features);
}
