namespace Graft.Text;

/// <summary>How ids are turned back into text.</summary>
public sealed record DecodeOptions
{
    /// <summary>Whether special tokens are left out. Default: false.</summary>
    public bool SkipSpecialTokens { get; init; }

    /// <summary>
    /// Whether blanks before punctuation and English contractions are removed; null: as the tokenizer's files say.
    /// Tokenizers of the BPE kind never do it.
    /// </summary>
    public bool? CleanUpSpaces { get; init; }
}
