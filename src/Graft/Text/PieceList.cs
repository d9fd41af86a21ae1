namespace Graft.Text;

/// <summary>
/// A text cut into pieces, which pre-tokenizers cut further or rewrite. Pieces that are added tokens already are left
/// alone, and empty pieces vanish.
/// </summary>
public sealed class PieceList
{
    private Piece[] _pieces = new Piece[64], _old = new Piece[64];
    private int _offset;

    /// <summary>Cuts a piece by calling <see cref="Cut"/> with ranges of it, in order.</summary>
    /// <param name="piece">The piece's text.</param>
    /// <param name="pieces">The list to cut into.</param>
    public delegate void Splitter(ReadOnlySpan<char> piece, PieceList pieces);

    /// <summary>The text that all pieces are ranges of.</summary>
    public AlignedText Text { get; private set; } = new();

    internal int Count { get; private set; }

    internal ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    /// <summary>Cuts every piece that is not an added token.</summary>
    public void Split(Splitter splitter)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        (_pieces, _old) = (_old, _pieces);
        int count = Count;
        Count = 0;
        for (int i = 0; i < count; i++)
        {
            Piece piece = _old[i];
            if (piece.TokenId >= 0)
            {
                Add(piece);
                continue;
            }

            _offset = piece.Start;
            splitter(Text.Text[piece.Start..piece.End], this);
        }
    }

    /// <summary>From a splitter: makes the range a piece.</summary>
    /// <param name="start">First char, counted from the start of the piece being cut.</param>
    /// <param name="end">One past the last char.</param>
    public void Cut(int start, int end)
    {
        if (end > start)
        {
            Add(new Piece(_offset + start, _offset + end, -1));
        }
    }

    /// <summary>Rewrites every piece that is not an added token.</summary>
    /// <param name="rewriter">Is called for each piece, with the text standing at its start; see <see cref="AlignedText"/>.</param>
    public void Rewrite(Action<AlignedText> rewriter)
    {
        ArgumentNullException.ThrowIfNull(rewriter);
        Text.Restart();
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            Piece piece = _pieces[i];
            Text.Enter(piece.Start, piece.End);
            int start = Text.NewLength;
            if (piece.TokenId < 0)
            {
                rewriter(Text);
            }

            Text.KeepRest();
            if (Text.NewLength > start || piece.TokenId >= 0)
            {
                _pieces[count++] = piece with { Start = start, End = Text.NewLength };
            }
        }

        Count = count;
        Text.EndRewrite();
    }

    internal void Clear() => Count = 0;

    internal void Add(Piece piece)
    {
        if (Count == _pieces.Length)
        {
            Array.Resize(ref _pieces, Count * 2);
        }

        _pieces[Count++] = piece;
    }

    /// <summary>Takes over a text as one piece, and gives back the text that was there.</summary>
    internal AlignedText Exchange(AlignedText text)
    {
        AlignedText old = Text;
        Text = text;
        return old;
    }
}
