using Graft.Data.Batching;
using Graft.Models;
using Graft.Text;

namespace Graft.Pipelines;

/// <summary>After how many tokens a text is cut.</summary>
internal static class MaxTokens
{
    // What attention costs grows with the square of the length: a training is longer only where tokenizer or user say so.
    private const int WhereNothingIsSaid = 512, Least = 4;

    /// <summary>For a prediction: what the user asked for, else what the folder was trained with, else what the tokenizer says or the model has positions for.</summary>
    /// <param name="wanted">What the user asked for, or null.</param>
    /// <param name="folder">The trained folder; null to pass its training over.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ModelException">More is asked for than the model takes, or less than special tokens need.</exception>
    public static int ForPrediction(int? wanted, string? folder, PretrainedClassifier classifier, Tokenizer tokenizer)
    {
        int most = Most(classifier);
        return wanted is { } length ? Check(length, classifier)
            : folder is not null && TrainedLength.Find(folder) is { } trained && trained >= Least && trained <= most ? trained
            : Math.Min(tokenizer.ModelMaxLength ?? Positions(classifier) ?? WhereNothingIsSaid, most);
    }

    /// <summary>For a training: what the user asked for, else what the tokenizer says, else 512; within what the model has positions for.</summary>
    /// <param name="wanted">What the user asked for, or null.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ModelException">More is asked for than the model takes, or less than special tokens need.</exception>
    public static int ForTraining(int? wanted, PretrainedClassifier classifier, Tokenizer tokenizer) =>
        wanted is { } length ? Check(length, classifier) : Math.Min(tokenizer.ModelMaxLength ?? WhereNothingIsSaid, Most(classifier));

    private static int Most(PretrainedClassifier classifier) => classifier.Model.Trunk.MaxTokens ?? int.MaxValue;

    // Where positions are relative any length can be computed; the configuration says up to which one the model was trained.
    private static int? Positions(PretrainedClassifier classifier) => classifier.Model.Trunk.MaxTokens
        ?? (classifier.Config.Has("max_position_embeddings") && classifier.Config.Int("max_position_embeddings", least: 0) is >= Least and int stated ? stated : (int?)null);

    private static int Check(int length, PretrainedClassifier classifier) => length >= Least && length <= Most(classifier)
        ? length
        : throw new ModelException(
            $"The maximum length {length} does not fit: the model takes {Least} to {Most(classifier)} tokens.", classifier.Config.Path,
            remedy: "Choose a length in that range.");
}
