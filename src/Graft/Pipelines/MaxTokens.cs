using Graft.Models;
using Graft.Text;

namespace Graft.Pipelines;

/// <summary>After how many tokens a text is cut.</summary>
internal static class MaxTokens
{
    /// <summary>What the user asked for, within what the model has positions for; else what the model and its tokenizer take.</summary>
    /// <exception cref="ModelException">More is asked for than the model takes, or less than special tokens need.</exception>
    public static int Choose(int? wanted, PretrainedClassifier classifier, Tokenizer tokenizer)
    {
        const int WhereNothingIsSaid = 512, Least = 4;
        int? positions = classifier.Model.Trunk.MaxTokens;
        if (wanted is { } length)
        {
            return length >= Least && length <= (positions ?? int.MaxValue)
                ? length
                : throw new ModelException(
                    $"The maximum length {length} does not fit: the model takes {Least} to {positions ?? int.MaxValue} tokens.", classifier.Config.Path,
                    remedy: "Choose a length in that range.");
        }

        return Math.Min(tokenizer.ModelMaxLength ?? WhereNothingIsSaid, positions ?? int.MaxValue);
    }
}
