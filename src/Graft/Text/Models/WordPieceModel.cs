using Graft.Text.Unicode;

namespace Graft.Text.Models;

/// <summary>
/// WordPiece: from the left, always the longest piece in the vocabulary; pieces within a word carry a prefix ("##").
/// A word with a place where no piece fits, or of too many characters, is one unknown token as a whole.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _inner;
    private readonly int _unknownId, _maxCharacters, _longest, _longestInner;

    /// <summary>Creates the model.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="unknownId">The id of the unknown token.</param>
    /// <param name="prefix">The prefix of pieces within a word, possibly empty.</param>
    /// <param name="maxCharacters">Longer words, in code points, are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, int unknownId, string prefix, int maxCharacters)
    {
        _vocabulary = vocabulary;
        _unknownId = unknownId;
        _maxCharacters = maxCharacters;
        Dictionary<string, int> inner = new(vocabulary.Count, StringComparer.Ordinal);
        foreach ((string token, int id) in vocabulary.Entries)
        {
            _longest = Math.Max(_longest, token.Length);
            if (token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal))
            {
                inner[token[prefix.Length..]] = id;
                _longestInner = Math.Max(_longestInner, token.Length - prefix.Length);
            }
        }

        _inner = inner.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int VocabularySize => _vocabulary.Size;

    public int? TokenToId(string token) => _vocabulary.Find(token) is >= 0 and int id ? id : null;

    public string? IdToToken(int id) => _vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, TokenSink tokens)
    {
        if (word.Length > _maxCharacters && CodePoints.Count(word) > _maxCharacters)
        {
            tokens.Add(_unknownId, 0, word.Length);
            return;
        }

        int first = tokens.Count;
        for (int start = 0; start < word.Length;)
        {
            int end = Math.Min(word.Length, start + (start == 0 ? _longest : _longestInner));
            int id = -1;
            for (; end > start; end--)
            {
                if (start == 0)
                {
                    id = _vocabulary.Find(word[..end]);
                }
                else if (!_inner.TryGetValue(word[start..end], out id))
                {
                    id = -1;
                }

                if (id >= 0)
                {
                    break;
                }
            }

            if (id < 0)
            {
                tokens.Truncate(first);
                tokens.Add(_unknownId, 0, word.Length);
                return;
            }

            tokens.Add(id, start, end);
            start = end;
        }
    }
}
