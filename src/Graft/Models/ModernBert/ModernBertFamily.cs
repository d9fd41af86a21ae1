namespace Graft.Models.ModernBert;

/// <summary>ModernBERT.</summary>
public sealed class ModernBertFamily : ModelFamily
{
    /// <inheritdoc/>
    public override string ModelType => "modernbert";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <inheritdoc/>
    public override string Prefix => "model.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "ModernBertForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) => new ModernBert(ModernBertConfigReader.Read(config));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new ModernBertForSequenceClassification(ModernBertConfigReader.Read(config), labels);
}
