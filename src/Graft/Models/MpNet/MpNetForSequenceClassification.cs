using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.MpNet;

/// <summary>MPNet with a head of two layers on the first token.</summary>
public sealed class MpNetForSequenceClassification : Classifier
{
    private readonly MpNet _mpNet;
    private readonly FirstTokenHead _classifier;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public MpNetForSequenceClassification(MpNetConfig config, LabelSet labels)
        : base(labels)
    {
        _mpNet = new MpNet(config, hasPooler: false);
        _classifier = new FirstTokenHead(config.HiddenSize, labels.Count, Activation.Tanh, config.HiddenDropout, config.HiddenDropout);
        Weights = new WeightMap();
        Weights.AddAll("mpnet.", _mpNet.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier.dense", _classifier.Dense);
        Weights.Add("classifier.out_proj", _classifier.Output);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _mpNet;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _classifier.Forward(features, context);
}
