using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>Drops all marks. Text is to be decomposed before.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    public void Normalize(AlignedText text)
    {
        if (text.Text.IndexOfAnyInRange('\u0300', '\uFFFF') < 0)
        {
            return;
        }

        text.BeginRewrite();
        while (!text.AtEnd)
        {
            if (CodePoints.Is(text.Peek(), CodePointClasses.Mark))
            {
                text.Drop();
            }
            else
            {
                text.Keep();
            }
        }

        text.EndRewrite();
    }
}
