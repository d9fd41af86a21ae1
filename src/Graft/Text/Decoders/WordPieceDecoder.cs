namespace Graft.Text.Decoders;

/// <summary>Joins pieces to words: those with the prefix without a blank, all others with one.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
            {
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            }

            tokens[i] = cleanUp
                ? SpaceCleanUp.Apply(token.Replace(" do not", " don't", StringComparison.Ordinal))
                : token;
        }

        return tokens;
    }
}
