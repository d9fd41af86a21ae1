using Graft.Models;
using Graft.Text;

namespace Graft.Pipelines;

/// <summary>Whether tokenizer and model belong together.</summary>
internal static class VocabularyCheck
{
    /// <summary>Refuses a tokenizer with ids that the model has no vectors for.</summary>
    /// <exception cref="ModelException">The tokenizer's vocabulary is larger than the model's.</exception>
    public static void Run(Tokenizer tokenizer, PretrainedClassifier classifier)
    {
        if (tokenizer.VocabularySize > classifier.Model.Trunk.VocabularySize)
        {
            throw new ModelException(
                $"The tokenizer has {tokenizer.VocabularySize} tokens, but the model has vectors for {classifier.Model.Trunk.VocabularySize}.",
                tokenizer.Folder, "vocabulary", "Use the tokenizer that the model was pretrained with.");
        }
    }
}
