using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models.DebertaV2;

/// <summary>DeBERTa with a pooler and a linear head on the first token.</summary>
public sealed class DebertaV2ForSequenceClassification : Classifier
{
    private readonly DebertaV2 _deberta;
    private readonly FirstTokenHead _head;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public DebertaV2ForSequenceClassification(DebertaV2Config config, LabelSet labels)
        : base(labels)
    {
        _deberta = new DebertaV2(config);
        _head = new FirstTokenHead(config.HiddenSize, labels.Count, config.PoolerActivation,
            config.PoolerDropout, config.ClassifierDropout ?? config.HiddenDropout);
        Weights = new WeightMap();
        Weights.AddAll("deberta.", _deberta.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.OptionalTrunk;
        Weights.Add("pooler.dense", _head.Dense);
        Weights.Part = WeightPart.Head;
        Weights.Add("classifier", _head.Output);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _deberta;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs) => trunk.LastHiddenState.select(1, 0);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) =>
        _head.Forward(features, context);
}
