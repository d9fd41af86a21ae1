namespace Graft.Models.Bert;

/// <summary>BERT and what is laid out like it.</summary>
public sealed class BertFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "bert";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "bert.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "BertForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Bert(BertConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        BertConfig bert = BertConfig.From(config);
        return new LinearClassifier(
            new Bert(bert), Prefix, labels, bert.HiddenSize, bert.Layers + 1, dropout: bert.ClassifierDropout ?? bert.HiddenDropout);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
