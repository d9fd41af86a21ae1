namespace Graft.Text.Models;

/// <summary>Each word is a token, or unknown.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, int unknownId) : ITokenModel
{
    public int VocabularySize => vocabulary.Size;

    public int? TokenToId(string token) => vocabulary.Find(token) is >= 0 and int id ? id : null;

    public string? IdToToken(int id) => vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, TokenSink tokens)
    {
        int id = vocabulary.Find(word);
        tokens.Add(id >= 0 ? id : unknownId, 0, word.Length);
    }
}
