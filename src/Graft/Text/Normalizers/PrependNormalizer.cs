namespace Graft.Text.Normalizers;

/// <summary>Puts a string before a text that is not empty.</summary>
internal sealed class PrependNormalizer(string content) : INormalizer
{
    public void Normalize(AlignedText text)
    {
        if (text.Length == 0)
        {
            return;
        }

        text.BeginRewrite();
        foreach (System.Text.Rune rune in content.EnumerateRunes())
        {
            text.Prepend(rune.Value);
        }

        text.EndRewrite();
    }
}
