using Graft.Models.Roberta;

namespace Graft.Models.XlmRoberta;

/// <summary>
/// XLM-RoBERTa: RoBERTa's architecture, trained on many languages. Source: Conneau et al., "Unsupervised cross-lingual
/// representation learning at scale", 2019.
/// </summary>
public sealed class XlmRobertaFamily : ModelFamily
{
    private const int DefaultVocabularySize = 30522;

    /// <inheritdoc/>
    public override string ModelType => "xlm-roberta";

    /// <inheritdoc/>
    public override InputKind Inputs => InputKind.Text;

    /// <summary>"roberta.", as in RoBERTa's files.</summary>
    public override string Prefix => "roberta.";

    /// <inheritdoc/>
    public override string ClassifierArchitecture => "XLMRobertaForSequenceClassification";

    /// <inheritdoc/>
    public override Trunk CreateTrunk(ModelConfigFile config) =>
        new Roberta.Roberta(RobertaConfig.From(config, DefaultVocabularySize));

    /// <inheritdoc/>
    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        RobertaFamily.Classifier(RobertaConfig.From(config, DefaultVocabularySize), Prefix, labels);

    /// <inheritdoc/>
    public override string CurrentName(string nameInFile) => LegacyNames.CurrentNorm(nameInFile);

    /// <inheritdoc/>
    public override bool IsSuperfluous(string nameInFile) => LegacyNames.IsPositionNumbers(nameInFile);
}
