using System.Buffers;
using System.Text;
using Graft.Text.Unicode;

namespace Graft.Text.Normalizers;

/// <summary>
/// What BERT does before it cuts words: drop control characters and make all white space blanks, put blanks around
/// ideographs, strip accents (NFD without non-spacing marks), lower-case. In this order.
/// </summary>
/// <param name="cleanText">Whether to drop control characters and unify white space.</param>
/// <param name="ideographs">Whether to surround ideographs with blanks.</param>
/// <param name="stripAccents">Whether to strip accents; null: as <paramref name="lowercase"/>.</param>
/// <param name="lowercase">Whether to lower-case.</param>
internal sealed class BertNormalizer(bool cleanText, bool ideographs, bool? stripAccents, bool lowercase) : INormalizer
{
    private static readonly SearchValues<char> Dropped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x80).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    private readonly bool _stripsAccents = stripAccents ?? lowercase;
    private readonly UnicodeNormalizer _nfd = new(UnicodeForm.Nfd);

    public void Normalize(AlignedText text)
    {
        if (Ascii.IsValid(text.Text) && TryNormalizeAscii(text.Writable))
        {
            return;
        }

        if (cleanText || ideographs)
        {
            CleanAndPad(text);
        }

        if (_stripsAccents)
        {
            _nfd.Normalize(text);
        }

        if (_stripsAccents || lowercase)
        {
            StripAndLower(text);
        }
    }

    /// <summary>Changes an ASCII text in place, or answers false before any change: it holds something to be dropped.</summary>
    private bool TryNormalizeAscii(Span<char> text)
    {
        if (cleanText)
        {
            if (text.ContainsAny(Dropped))
            {
                return false;
            }

            text.Replace('\t', ' ');
            text.Replace('\n', ' ');
            text.Replace('\r', ' ');
        }

        if (lowercase)
        {
            Ascii.ToLowerInPlace(text, out _);
        }

        return true;
    }

    private void CleanAndPad(AlignedText text)
    {
        text.BeginRewrite();
        while (!text.AtEnd)
        {
            int plain = text.Rest.IndexOfAnyExceptInRange(' ', '~');
            if (plain != 0)
            {
                text.KeepChars(plain < 0 ? text.Rest.Length : plain);
                continue;
            }

            int codePoint = text.Peek();
            CodePointClasses classes = CodePoints.Classes(codePoint);
            if (cleanText && ((classes & CodePointClasses.Control) != 0 || codePoint is 0 or CodePoints.Replacement))
            {
                text.Drop();
            }
            else if (cleanText && (classes & CodePointClasses.Space) != 0)
            {
                text.Replace(' ');
            }
            else if (ideographs && CodePoints.IsBertIdeograph(codePoint))
            {
                text.Replace(' ');
                text.Insert(codePoint);
                text.Insert(' ');
            }
            else
            {
                text.Keep();
            }
        }

        text.EndRewrite();
    }

    private void StripAndLower(AlignedText text)
    {
        text.BeginRewrite();
        while (!text.AtEnd)
        {
            if (lowercase && text.KeepAsciiInLowerCase())
            {
                continue;
            }

            int codePoint = text.Peek();
            if (_stripsAccents && CodePoints.Is(codePoint, CodePointClasses.NonspacingMark))
            {
                text.Drop();
            }
            else if (lowercase)
            {
                LowercaseNormalizer.WriteLower(text, codePoint);
            }
            else
            {
                text.Keep();
            }
        }

        text.EndRewrite();
    }
}
