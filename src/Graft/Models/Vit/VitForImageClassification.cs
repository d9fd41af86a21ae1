using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Vit;

/// <summary>ViT or DeiT with a linear head on the class token.</summary>
public sealed class VitForImageClassification : Classifier
{
    private readonly Vit _vit;
    private readonly Linear _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="labels">The labels, one a logit.</param>
    public VitForImageClassification(VitConfig config, LabelSet labels)
        : this(new Vit(config, hasPooler: false), "vit.", labels)
    {
    }

    internal VitForImageClassification(Vit trunk, string prefix, LabelSet labels)
        : base(labels)
    {
        _vit = trunk;
        _classifier = new Linear(trunk.Config.HiddenSize, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll(prefix, trunk.Weights);
        Weights.Depth = trunk.Config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _vit;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_classifier.Forward(features));
    }
}
