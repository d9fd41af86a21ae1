using Graft.Layers;

namespace Graft.Models.Roberta;

/// <summary>RoBERTa.</summary>
public sealed class RobertaFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "roberta";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "roberta.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "RobertaForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Roberta(RobertaConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        Classifier(RobertaConfig.From(config), Prefix, labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);

    /// <summary>Two layers, tanh between them, on the first token.</summary>
    internal static FirstTokenClassifier Classifier(RobertaConfig config, string prefix, LabelSet labels)
    {
        double dropout = config.ClassifierDropout ?? config.HiddenDropout;
        var head = new FirstTokenHead(config.HiddenSize, labels.Count, Activation.Tanh, dropout, dropout);
        return new FirstTokenClassifier(new Roberta(config, hasPooler: false), prefix, labels, head, config.Layers + 1);
    }
}
