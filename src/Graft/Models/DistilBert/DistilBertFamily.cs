using Graft.Layers;

namespace Graft.Models.DistilBert;

/// <summary>DistilBERT.</summary>
public sealed class DistilBertFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "distilbert";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "distilbert.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "DistilBertForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new DistilBert(DistilBertConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        DistilBertConfig distilBert = DistilBertConfig.From(config);
        var head = new FirstTokenHead(distilBert.HiddenSize, labels.Count, Activation.Relu, inputDropout: 0, distilBert.ClassifierDropout);
        return new FirstTokenClassifier(new DistilBert(distilBert), Prefix, labels, head, distilBert.Layers + 1, "pre_classifier", "classifier");
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
