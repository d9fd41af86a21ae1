using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>Drops white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public void Normalize(AlignedText text)
    {
        // white space is never a surrogate pair
        ReadOnlySpan<char> chars = text.Text;
        int start = 0, end = chars.Length;
        while (left && start < end && CodePoints.IsSpace(chars[start]))
        {
            start++;
        }

        while (right && end > start && CodePoints.IsSpace(chars[end - 1]))
        {
            end--;
        }

        if (end - start == chars.Length)
        {
            return;
        }

        int trailing = chars.Length - end;
        text.BeginRewrite();
        text.DropChars(start);
        text.KeepChars(end - start);
        text.DropChars(trailing);
        text.EndRewrite();
    }
}
