using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Dinov2;

/// <summary>DINOv2 with a linear head on the class token and the mean of the patches, side by side.</summary>
public sealed class Dinov2ForImageClassification : Classifier
{
    private readonly Dinov2 _trunk;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public Dinov2ForImageClassification(Dinov2Config config, LabelSet labels)
        : base(labels)
    {
        _trunk = new Dinov2(config);
        _classifier = new Linear(2 * config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("dinov2.", _trunk.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _trunk;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = trunk.LastHiddenState;                                               // [b,1+n,d]
        Tensor patches = hidden.narrow(1, 1, hidden.shape[1] - 1).mean([1]);                 // [b,d]
        return scope.MoveToOuter(cat([hidden.select(1, 0), patches], 1));                    // [b,2d]
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) => _classifier.Forward(features);
}
