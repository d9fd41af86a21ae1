namespace Graft.Text;

/// <summary>Cuts words into tokens of a vocabulary. Implementations are immutable; equal words give equal tokens.</summary>
public interface ITokenModel
{
    /// <summary>The number of tokens in the vocabulary, without added ones.</summary>
    int VocabularySize { get; }

    /// <summary>The id of a token, or null.</summary>
    int? TokenToId(string token);

    /// <summary>The token of an id, or null.</summary>
    string? IdToToken(int id);

    /// <summary>Cuts a word.</summary>
    /// <param name="word">A word, not empty.</param>
    /// <param name="tokens">Takes the tokens, in order, with their ranges in the word.</param>
    void Tokenize(ReadOnlySpan<char> word, TokenSink tokens);
}
