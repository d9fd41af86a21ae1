using System.Text;
using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>Lower-cases each code point alone: no rule looks at its neighbours.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    public void Normalize(AlignedText text)
    {
        if (Ascii.IsValid(text.Text))
        {
            Ascii.ToLowerInPlace(text.Writable, out _);
            return;
        }

        text.BeginRewrite();
        while (!text.AtEnd)
        {
            if (!text.KeepAsciiInLowerCase())
            {
                WriteLower(text, text.Peek());
            }
        }

        text.EndRewrite();
    }

    /// <summary>Reads a code point and writes its lower case.</summary>
    public static void WriteLower(AlignedText text, int codePoint)
    {
        int lower = CodePoints.ToLower(codePoint, out int extra);
        text.Replace(lower);
        if (extra >= 0)
        {
            text.Insert(extra);
        }
    }
}
