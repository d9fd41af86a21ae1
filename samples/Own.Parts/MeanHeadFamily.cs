using Graft.Models;
using Graft.Models.Bert;
using static TorchSharp.torch;

namespace Own.Parts;

/// <summary>A head: BERT with a linear layer on the mean of all tokens, where BERT's own reads the first one.</summary>
internal sealed class MeanHeadFamily : ModelFamily
{
    private readonly BertFamily _bert = new();

    public override string ModelType => _bert.ModelType;

    public override InputKind Inputs => _bert.Inputs;

    public override string Prefix => _bert.Prefix;

    public override string ClassifierArchitecture => "BertWithMeanHead";

    public override Trunk CreateTrunk(ModelConfigFile config) => _bert.CreateTrunk(config);

    // The layer has a name of its own, so that nobody takes it for BERT's head.
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        BertConfig bert = BertConfig.From(config);
        return new LinearClassifier(
            new Bert(bert), Prefix, labels, bert.HiddenSize, depth: bert.Layers + 1, name: "mean_classifier",
            pool: (output, inputs) => MeanOfTokens(output.LastHiddenState, (TextInputs)inputs));
    }

    public override string CurrentName(string nameInFile) => _bert.CurrentName(nameInFile);

    public override bool IsSuperfluous(string nameInFile) => _bert.IsSuperfluous(nameInFile);

    // [b,t,d] -> [b,d]
    private static Tensor MeanOfTokens(Tensor hidden, TextInputs text)
    {
        if (text.AttentionMask is null)
        {
            return hidden.mean([1]);
        }

        Tensor mask = text.AttentionMask.to(ScalarType.Float32).unsqueeze(-1);    // [b,t,1]
        return (hidden * mask).sum(1) / mask.sum(1);
    }
}
