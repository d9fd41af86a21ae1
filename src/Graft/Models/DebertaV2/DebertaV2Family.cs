namespace Graft.Models.DebertaV2;

/// <summary>DeBERTa of the second and third version.</summary>
public sealed class DebertaV2Family : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "deberta-v2";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "deberta.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "DebertaV2ForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new DebertaV2(DebertaV2ConfigReader.Read(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new DebertaV2ForSequenceClassification(DebertaV2ConfigReader.Read(config), labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
