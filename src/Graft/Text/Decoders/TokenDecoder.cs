namespace Graft.Text.Decoders;

/// <summary>Changes each token by itself.</summary>
/// <param name="change">Gets a token and whether it is the last.</param>
internal sealed class TokenDecoder(Func<string, bool, string> change) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            tokens[i] = change(tokens[i], i == tokens.Count - 1);
        }

        return tokens;
    }

    /// <summary>Takes up to a number of one character off the ends.</summary>
    public static string Strip(string token, char content, int fromStart, int fromEnd)
    {
        int start = 0, end = token.Length;
        while (start < fromStart && start < token.Length && token[start] == content)
        {
            start++;
        }

        while (token.Length - end < fromEnd && end > start && token[end - 1] == content)
        {
            end--;
        }

        return token[start..end];
    }
}
