using Graft.Layers;

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
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels)
    {
        DebertaV2Config deberta = DebertaV2ConfigReader.Read(config);
        var head = new FirstTokenHead(
            deberta.HiddenSize, labels.Count, deberta.PoolerActivation, deberta.PoolerDropout, deberta.ClassifierDropout ?? deberta.HiddenDropout);
        return new FirstTokenClassifier(
            new DebertaV2(deberta), Prefix, labels, head, deberta.Layers + 1, "pooler.dense", "classifier", WeightPart.OptionalTrunk);
    }

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
