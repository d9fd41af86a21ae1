using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Beit;

/// <summary>BEiT with a linear head on the pooled vector.</summary>
public sealed class BeitForImageClassification : Classifier
{
    private readonly Beit _trunk;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public BeitForImageClassification(BeitConfig config, LabelSet labels)
        : base(labels)
    {
        _trunk = new Beit(config);
        _classifier = new Linear(config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("beit.", _trunk.Weights);
        Weights.Depth = config.Layers + 1;
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
        return scope.MoveToOuter(_classifier.Forward(features));
    }
}
