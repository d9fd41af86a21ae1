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
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        AlbertConfig albert = AlbertConfig.From(config);
        return new LinearClassifier(new Albert(albert), Prefix, labels, albert.HiddenSize, albert.Layers + 1, dropout: albert.ClassifierDropout);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
