namespace Graft.Text;

/// <summary>The buffers of one encoding call; used by one thread at a time, and kept for the next call.</summary>
internal sealed class Workspace
{
    /// <summary>The text that was given, or the part of it that is being normalized.</summary>
    public AlignedText Source { get; set; } = new();

    /// <summary>A part of the text between added tokens.</summary>
    public AlignedText Part { get; } = new();

    /// <summary>The text being cut.</summary>
    public PieceList Pieces { get; } = new();

    /// <summary>The pieces of the text that was given.</summary>
    public PieceList RawPieces { get; } = new();

    /// <summary>The tokens of one word.</summary>
    public TokenSink Word { get; } = new();

    /// <summary>The tokens of the whole text, with spans of the original in chars.</summary>
    public TokenSink Tokens { get; } = new();

    /// <summary>Words cut before.</summary>
    public WordCache Cache { get; } = new();

    /// <summary>The text that each added token took, by index into <see cref="Tokens"/>; only for aligned runs.</summary>
    public List<(int Index, string Text)> AddedTexts { get; } = [];
}
