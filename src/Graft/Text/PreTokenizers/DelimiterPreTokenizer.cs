namespace Graft.Text.PreTokenizers;

/// <summary>Cuts at what matches, and keeps or drops the matches as told.</summary>
internal sealed class DelimiterPreTokenizer : IPreTokenizer
{
    private readonly Matcher _matches;
    private readonly DelimiterBehavior _behavior;
    private readonly bool _inverted;
    private readonly PieceList.Splitter _splitter;

    /// <summary>Creates the pre-tokenizer.</summary>
    /// <param name="matches">Finds the matches.</param>
    /// <param name="behavior">What becomes of them.</param>
    /// <param name="inverted">Whether what lies between the matches is what to cut at.</param>
    public DelimiterPreTokenizer(Matcher matches, DelimiterBehavior behavior, bool inverted = false)
    {
        _matches = matches;
        _behavior = behavior;
        _inverted = inverted;
        _splitter = Split;
    }

    /// <summary>Finds matches in order; at an empty one the text is cut too.</summary>
    public delegate List<TextSpan> Matcher(ReadOnlySpan<char> text);

    public void PreTokenize(PieceList pieces) => pieces.Split(_splitter);

    private void Split(ReadOnlySpan<char> text, PieceList pieces)
    {
        List<(TextSpan Span, bool Match)> parts = [];
        int done = 0;
        foreach (TextSpan match in _matches(text))
        {
            if (match.Start > done)
            {
                parts.Add((new TextSpan(done, match.Start), _inverted));
            }

            parts.Add((match, !_inverted));
            done = match.End;
        }

        if (done < text.Length)
        {
            parts.Add((new TextSpan(done, text.Length), _inverted));
        }

        int start = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            (TextSpan span, bool match) = parts[i];
            bool nextMatches = i + 1 < parts.Count && parts[i + 1].Match;
            bool joinsNext = i + 1 < parts.Count && _behavior switch
            {
                DelimiterBehavior.MergedWithPrevious => nextMatches && !match,
                DelimiterBehavior.MergedWithNext => match && !nextMatches,
                DelimiterBehavior.Contiguous => match == nextMatches,
                _ => false,
            };
            if (joinsNext)
            {
                continue;
            }

            if (!(match && _behavior == DelimiterBehavior.Removed))
            {
                pieces.Cut(start, span.End);
            }

            start = span.End;
        }
    }
}
