using Graft.Layers;

namespace Graft.Models.Electra;

/// <summary>ELECTRA's discriminator.</summary>
public sealed class ElectraFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "electra";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "electra.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "ElectraForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Electra(ElectraConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        ElectraConfig electra = ElectraConfig.From(config);
        double dropout = electra.ClassifierDropout ?? electra.HiddenDropout;
        var head = new FirstTokenHead(electra.HiddenSize, labels.Count, Activation.Gelu, dropout, dropout);
        return new FirstTokenClassifier(new Electra(electra), Prefix, labels, head, electra.Layers + 1);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
