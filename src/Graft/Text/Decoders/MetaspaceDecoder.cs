namespace Graft.Text.Decoders;

/// <summary>Turns the blank's mark back into blanks; those of the first token vanish where one was added.</summary>
internal sealed class MetaspaceDecoder(char replacement, bool added) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            tokens[i] = i == 0 && added
                ? tokens[i].Replace(replacement.ToString(), "", StringComparison.Ordinal)
                : tokens[i].Replace(replacement, ' ');
        }

        return tokens;
    }
}
