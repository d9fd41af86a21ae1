namespace Graft.Text;

/// <summary>How texts are encoded. The default neither truncates nor pads.</summary>
public sealed record EncodeOptions
{
    /// <summary>The largest number of tokens, special ones included; null: the tokenizer's own maximum.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What is cut where an encoding would be longer than the maximum. Default: nothing.</summary>
    public TruncationStrategy Truncation { get; init; }

    /// <summary>The end that is cut off; null: as the tokenizer's files say.</summary>
    public TruncationSide? TruncationSide { get; init; }

    /// <summary>How long the encodings are made. Default: each keeps its length.</summary>
    public PaddingStrategy Padding { get; init; }

    /// <summary>Rounds the padded length up to a multiple of this, 1 or more; null: not.</summary>
    public int? PadToMultipleOf { get; init; }

    /// <summary>The end where padding goes; null: as the tokenizer's files say.</summary>
    public PaddingSide? PaddingSide { get; init; }

    /// <summary>Whether to add the special tokens that the model expects. Default: true.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>How many tokens of a window are repeated in the next one, 0 or more. Default: 0.</summary>
    public int Stride { get; init; }

    /// <summary>Whether to keep what truncation cuts off, as further windows. Default: false.</summary>
    public bool ReturnOverflow { get; init; }

    /// <summary>Whether to find each token's place in the text; ids alone are quicker. Default: true.</summary>
    public bool ReturnOffsets { get; init; } = true;
}
