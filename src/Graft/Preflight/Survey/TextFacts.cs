using Graft.Preflight.Texts;

namespace Graft.Preflight.Survey;

/// <summary>What is known of a text (with its pair) after one look.</summary>
internal sealed class TextFacts : RowFacts
{
    /// <summary>Whether there is nothing but blanks.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Tokens before cutting, special ones included.</summary>
    public int Tokens { get; init; }

    /// <summary>Tokens without special ones.</summary>
    public int Pieces { get; init; }

    /// <summary>Those of them that the tokenizer has no piece for.</summary>
    public int Unknown { get; init; }

    /// <summary>Words: runs of letters and digits, and each ideograph.</summary>
    public int Words { get; init; }

    /// <summary>Places that look like text decoded with a wrong encoding.</summary>
    public int Garbled { get; init; }

    /// <summary>What near duplicates are found by; null for texts below two words.</summary>
    public MinHashSketch? Sketch { get; init; }
}
