namespace Graft.Text.PreTokenizers;

/// <summary>SentencePiece's way: blanks become a mark, which begins a new piece.</summary>
internal sealed class MetaspacePreTokenizer : IPreTokenizer, INeedsAlignment
{
    private readonly char _replacement;
    private readonly PrependScheme _scheme;
    private readonly Action<AlignedText> _rewriter;
    private readonly PieceList.Splitter? _splitter;

    /// <summary>Creates the pre-tokenizer.</summary>
    /// <param name="replacement">The mark, usually U+2581.</param>
    /// <param name="scheme">Where a mark is added.</param>
    /// <param name="splits">Whether to cut before each mark.</param>
    public MetaspacePreTokenizer(char replacement, PrependScheme scheme, bool splits)
    {
        _replacement = replacement;
        _scheme = scheme;
        _rewriter = Rewrite;
        _splitter = splits ? Split : null;
    }

    public bool NeedsAlignment => _scheme == PrependScheme.First;

    public void PreTokenize(PieceList pieces)
    {
        pieces.Rewrite(_rewriter);
        if (_splitter is not null)
        {
            pieces.Split(_splitter);
        }
    }

    private void Rewrite(AlignedText text)
    {
        ReadOnlySpan<char> rest = text.Rest;
        if (rest[0] != _replacement && rest[0] != ' ' && (_scheme == PrependScheme.Always || (_scheme == PrependScheme.First && text.StartsOriginal)))
        {
            text.Prepend(_replacement);
        }

        while (!text.AtEnd)
        {
            int blank = text.Rest.IndexOf(' ');
            text.KeepChars(blank < 0 ? text.Rest.Length : blank);
            if (blank >= 0)
            {
                text.Replace(_replacement);
            }
        }
    }

    // A mark goes with what follows it; of several marks each but the last is a piece alone.
    private void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        int start = 0;
        while (true)
        {
            int next = start + 1 < text.Length ? text[(start + 1)..].IndexOf(_replacement) : -1;
            if (next < 0)
            {
                pieces.Cut(start, text.Length);
                return;
            }

            pieces.Cut(start, start + 1 + next);
            start += 1 + next;
        }
    }
}
