using System.Text;
using Graft.Text;

namespace Own.Parts;

/// <summary>A part of a tokenizer: writes emoticons out, so that the vocabulary knows them.</summary>
internal sealed class EmoticonNormalizer : INormalizer
{
    private static readonly (string Emoticon, string Word)[] Known = [(":)", " good "), (":(", " bad ")];

    public void Normalize(AlignedText text)
    {
        text.BeginRewrite();
        while (!text.AtEnd)
        {
            int found = -1;
            for (int i = 0; i < Known.Length && found < 0; i++)
            {
                found = text.Rest.StartsWith(Known[i].Emoticon, StringComparison.Ordinal) ? i : -1;
            }

            if (found < 0)
            {
                text.Keep();
                continue;
            }

            for (int i = 0; i < Known[found].Emoticon.Length; i++)
            {
                text.Drop();
            }

            foreach (Rune rune in Known[found].Word.EnumerateRunes())
            {
                text.Insert(rune.Value);
            }
        }

        text.EndRewrite();
    }
}
