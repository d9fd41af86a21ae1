using Graft.Text.Unicode;

namespace Graft.Text.Models;

/// <summary>
/// WordPiece (Wu et al. 2016, as BERT uses it): from the left, always the longest piece in the vocabulary; pieces within a word carry a prefix ("##").
/// A word with a place where no piece fits, or of too many characters, is one unknown token as a whole.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private const int ShortWord = 128;

    private readonly Vocabulary _vocabulary;
    private readonly PieceLengths _lengths = new(), _lengthsWithin = new();
    private readonly string _prefix;
    private readonly int _unknownId, _maxCharacters;

    /// <summary>Creates the model.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="unknownId">The id of the unknown token.</param>
    /// <param name="prefix">The prefix of pieces within a word, possibly empty.</param>
    /// <param name="maxCharacters">Longer words, in code points, are unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, int unknownId, string prefix, int maxCharacters)
    {
        _vocabulary = vocabulary;
        _unknownId = unknownId;
        _prefix = prefix;
        _maxCharacters = maxCharacters;
        foreach (int id in vocabulary.Ids)
        {
            ReadOnlySpan<char> piece = vocabulary.Text(id);
            _lengths.Add(piece);
            if (piece.StartsWith(prefix))
            {
                _lengthsWithin.Add(piece[prefix.Length..]);
            }
        }
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

        // The word stands behind room for one prefix. When a piece within it is looked for, the prefix overwrites what
        // stands before that piece, which is done with.
        int room = _prefix.Length;
        Span<char> buffer = word.Length + room <= ShortWord ? stackalloc char[ShortWord] : new char[word.Length + room];
        word.CopyTo(buffer[room..]);
        int first = tokens.Count;
        for (int start = 0; start < word.Length;)
        {
            int from = start == 0 ? room : start;
            if (start > 0)
            {
                _prefix.CopyTo(buffer[from..]);
            }

            ReadOnlySpan<char> rest = word[start..];
            ulong lengths = (start == 0 ? _lengths : _lengthsWithin).Of(rest);
            int id = -1;
            int length = PieceLengths.AtMost(lengths, Math.Min(rest.Length, _vocabulary.LongestToken));
            for (; length > 0; length = PieceLengths.AtMost(lengths, length - 1))
            {
                id = _vocabulary.Find(buffer[from..(start + room + length)]);
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

            tokens.Add(id, start, start + length);
            start += length;
        }
    }
}
