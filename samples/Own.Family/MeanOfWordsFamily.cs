using Graft.Models;

namespace Own.Family;

/// <summary>Tells Graft what "mean_of_words" in a config.json means.</summary>
internal sealed class MeanOfWordsFamily : ModelFamily
{
    public override string ModelType => "mean_of_words";

    public override InputKind Inputs => InputKind.Text;

    public override string Prefix => "mean_of_words.";

    public override string ClassifierArchitecture => "MeanOfWordsForSequenceClassification";

    public override Trunk CreateTrunk(ModelConfigFile config) => new MeanOfWords(config.Int("vocab_size"), config.Int("hidden_size"));

    public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) =>
        new MeanOfWordsClassifier((MeanOfWords)CreateTrunk(config), labels);
}
