using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.Roberta;

/// <summary>RoBERTa with a head of two layers on the first token.</summary>
public sealed class RobertaForSequenceClassification : Classifier
{
    private readonly Roberta _roberta;
    private readonly FirstTokenHead _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public RobertaForSequenceClassification(RobertaConfig config, LabelSet labels)
        : base(labels)
    {
        double dropout = config.ClassifierDropout ?? config.HiddenDropout;
        _roberta = new Roberta(config, hasPooler: false);
        _classifier = new FirstTokenHead(config.HiddenSize, labels.Count, Activation.Tanh, dropout, dropout);
        Weights = new WeightMap();
        Weights.AddAll("roberta.", _roberta.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier.dense", _classifier.Dense);
        Weights.Add("classifier.out_proj", _classifier.Output);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _roberta;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _classifier.Forward(features, context);
}
