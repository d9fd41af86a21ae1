using Graft.Layers;
using Graft.Models;
using static TorchSharp.torch;

namespace Own.Family;

/// <summary>A linear head on the mean.</summary>
internal sealed class MeanOfWordsClassifier : Classifier
{
    private readonly MeanOfWords _trunk;
    private readonly Linear _classifier;

    public MeanOfWordsClassifier(MeanOfWords trunk, LabelSet labels)
        : base(labels)
    {
        _trunk = trunk;
        _classifier = new Linear(trunk.Width, labels.Count);
        Weights = new WeightMap();
        Weights.AddAll("mean_of_words.", trunk.Weights);
        Weights.Depth = 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _classifier);
    }

    public override WeightMap Weights { get; }

    public override Trunk Trunk => _trunk;

    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.Pooled!;

    public override Tensor Head(Tensor features, ForwardContext context) => _classifier.Forward(features);
}
