namespace Graft.Text;

/// <summary>The added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<int, AddedToken> _byId = [];
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    /// <summary>Creates the vocabulary; ids are to be different.</summary>
    public AddedVocabulary(IReadOnlyList<AddedToken> tokens, INormalizer? normalizer)
    {
        Tokens = tokens;
        foreach (AddedToken token in tokens)
        {
            _byId[token.Id] = token;
            _byContent[token.Content] = token;
            Size = Math.Max(Size, token.Id + 1);
            if (token.Special)
            {
                _special.Add(token.Content);
            }
        }

        // Special tokens come first where two share a pattern.
        IEnumerable<AddedToken> ordered = tokens.Where(t => t.Special).Concat(tokens.Where(t => !t.Special));
        Raw = new AddedTokenMatcher(ordered.Where(t => !t.Normalized).Select(t => (t.Content, t)));
        AlignedText text = new();
        Normalized = new AddedTokenMatcher(ordered.Where(t => t.Normalized).Select(t =>
        {
            text.Set(t.Content, aligned: false);
            normalizer?.Normalize(text);
            return (text.Text.ToString(), t);
        }));
    }

    /// <summary>All added tokens, in the order of the file.</summary>
    public IReadOnlyList<AddedToken> Tokens { get; }

    /// <summary>One more than the largest id.</summary>
    public int Size { get; }

    /// <summary>Finds those that stand in the text as it was written.</summary>
    public AddedTokenMatcher Raw { get; }

    /// <summary>Finds those that stand in the normalized text.</summary>
    public AddedTokenMatcher Normalized { get; }

    /// <summary>The token of an id, or null.</summary>
    public AddedToken? ById(int id) => _byId.GetValueOrDefault(id);

    /// <summary>The token of that text, or null.</summary>
    public AddedToken? ByContent(string content) => _byContent.GetValueOrDefault(content);

    /// <summary>Whether decoding may leave a token out.</summary>
    public bool IsSpecial(string content) => _special.Contains(content);
}
