using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Gpt2;

/// <summary>GPT-2 with a linear head on the last token that is not padding, by its id.</summary>
public sealed class Gpt2ForSequenceClassification : Classifier
{
    private readonly Gpt2 _gpt2;
    private readonly Linear _score;

    /// <summary>Creates the classifier; its values are undefined until weights are loaded or drawn.</summary>
    public Gpt2ForSequenceClassification(Gpt2Config config, LabelSet labels)
        : base(labels)
    {
        _gpt2 = new Gpt2(config);
        _score = new Linear(config.HiddenSize, labels.Count, bias: false);
        Weights = new WeightMap();
        Weights.AddAll("transformer.", _gpt2.Weights);
        Weights.Depth = config.Layers + 1;
        Weights.Part = WeightPart.Head;
        Weights.Add("score", _score);
    }

    /// <inheritdoc/>
    public override WeightMap Weights { get; }

    /// <inheritdoc/>
    public override Trunk Trunk => _gpt2;

    /// <inheritdoc/>
    public override Tensor Features(TrunkOutput trunk, ModelInputs inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = trunk.LastHiddenState;                                       // [b,t,d]
        long batch = hidden.shape[0], tokens = hidden.shape[1];
        Tensor isText = ((TextInputs)inputs).InputIds.ne(_gpt2.Config.PaddingId);    // [b,t]
        Tensor last = (isText.to(ScalarType.Int64) * arange(tokens, dtype: ScalarType.Int64)).argmax(1);
        Tensor rows = arange(batch, dtype: ScalarType.Int64) * tokens + last;        // [b], into [b t,d]
        return scope.MoveToOuter(hidden.reshape(batch * tokens, hidden.shape[2]).index_select(0, rows));
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features, ForwardContext context) => _score.Forward(features);
}
