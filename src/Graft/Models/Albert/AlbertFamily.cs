namespace Graft.Models.Albert;

/// <summary>ALBERT.</summary>
public sealed class AlbertFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "albert";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "albert.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "AlbertForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new Albert(AlbertConfig.From(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new AlbertForSequenceClassification(AlbertConfig.From(config), labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
