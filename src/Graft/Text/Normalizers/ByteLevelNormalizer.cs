using Graft.Text.PreTokenizers;

namespace Graft.Text.Normalizers;

/// <summary>Turns a text into characters of the <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    public void Normalize(AlignedText text)
    {
        text.BeginRewrite();
        ByteAlphabet.Rewrite(text);
        text.EndRewrite();
    }
}
