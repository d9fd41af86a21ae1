using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.Electra;

/// <summary>ELECTRA with a head of two layers, GELU between them, on the first token.</summary>
public sealed class ElectraForSequenceClassification : Classifier
{
    private readonly Electra _electra;
    private readonly FirstTokenHead _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public ElectraForSequenceClassification(ElectraConfig config, LabelSet labels)
        : base(labels)
    {
        double dropout = config.ClassifierDropout ?? config.HiddenDropout;
        _electra = new Electra(config);
        _classifier = new FirstTokenHead(config.HiddenSize, labels.Count, Activation.Gelu, dropout, dropout);
        Weights = new WeightMap();
        Weights.AddAll("electra.", _electra.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier.dense", _classifier.Dense);
        Weights.Add("classifier.out_proj", _classifier.Output);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _electra;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _classifier.Forward(features, context);
}
