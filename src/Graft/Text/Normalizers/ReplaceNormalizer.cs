namespace Graft.Text.Normalizers;

/// <summary>Replaces what matches a pattern.</summary>
internal sealed class ReplaceNormalizer(TokenPattern pattern, string content) : INormalizer
{
    public void Normalize(AlignedText text)
    {
        List<TextSpan> matches = pattern.Matches(text.Text);
        if (matches.Count == 0)
        {
            return;
        }

        text.BeginRewrite();
        int done = 0;
        foreach (TextSpan match in matches)
        {
            text.KeepChars(match.Start - done);
            text.DropChars(match.End - match.Start);
            foreach (System.Text.Rune rune in content.EnumerateRunes())
            {
                text.Insert(rune.Value);
            }

            done = match.End;
        }

        text.EndRewrite();
    }
}
