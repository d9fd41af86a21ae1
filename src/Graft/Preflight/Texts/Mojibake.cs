using System.Buffers;

namespace Graft.Preflight.Texts;

/// <summary>Finds text that was decoded with a wrong encoding: "Ã©" for "é", "â€™" for "’", U+FFFD, control characters in the place of quotes.</summary>
internal static class Mojibake
{
    private const char Replacement = '\uFFFD';

    private const char NoBreakSpace = '\u00A0';

    // Ends German words, and begins the sequences of a single script, N'Ko.
    private const char SharpS = '\u00DF';

    // What begins a UTF-8 sequence when its bytes are read as Windows-1252, and what stands for a lost character.
    private static readonly SearchValues<char> Starts = SearchValues.Create(
        [.. Enumerable.Range(0x80, 0x20).Select(c => (char)c), .. Enumerable.Range(0xC2, 0xF4 - 0xC2 + 1).Select(c => (char)c).Where(c => c != SharpS), Replacement]);

    // Windows-1252 has these in the place of the bytes 0x80 to 0x9F.
    private const string HighPunctuation = "\u20AC\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u017D\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u017E\u0178";

    // What well-read text has behind a letter, too. In French a no-break space comes before such signs.
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\u2018\u2019\u201C\u201D\u2026\u2013\u2014\u00BB\u203A\u00AB\u00A0");

    /// <summary>How many places of a text look garbled.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0, doubtful = 0, endOfDoubtful = -1;
        bool addsUp = false;
        for (int at = text.IndexOfAny(Starts); at >= 0 && at < text.Length;)
        {
            int length = Garbled(text[at..], out bool sure, out bool isQuoted);
            count += length > 0 && sure ? 1 : 0;
            if (length > 0 && !sure)
            {
                doubtful++;
                addsUp |= !isQuoted || at == endOfDoubtful;
                endOfDoubtful = at + length;
            }

            at += Math.Max(1, length);
            int next = text[at..].IndexOfAny(Starts);
            at = next < 0 ? text.Length : at + next;
        }

        // Letters before quotes ("CAFÉ”") may be in many places of a text, garbled Greek or Cyrillic has them in a row, and before other signs.
        return doubtful > 1 && addsUp ? count + doubtful : count;
    }

    // Chars of the garbled sequence that a text begins with, 0 for none.
    private static int Garbled(ReadOnlySpan<char> text, out bool sure, out bool isQuoted)
    {
        char first = text[0];
        sure = true;
        isQuoted = false;
        if (first == Replacement || (first is >= '\u0080' and <= '\u009F' and not '\u0085'))
        {
            return 1;
        }

        int length = first switch { < '\u00C2' => 0, < '\u00E0' => 2, < '\u00F0' => 3, _ => 4 };
        if (length == 0 || text.Length < length)
        {
            return 0;
        }

        foreach (char c in text[1..length])
        {
            if (!(c is >= '\u0080' and <= '\u00BF' || HighPunctuation.Contains(c, StringComparison.Ordinal)))
            {
                return 0;
            }
        }

        // A quote, a dash or an ellipsis may well stand behind an accented letter, and anything behind its no-break space. Not so
        // behind the two capitals that all accented letters of Latin-1 begin with: there "«" and the space are "ë" and "à".
        isQuoted = text[1] == NoBreakSpace || text[1..length].IndexOfAnyExcept(Quotes) < 0;
        sure = first is '\u00C2' or '\u00C3' ? text[1] is NoBreakSpace or '\u00AB' || !isQuoted : length > 2 && !isQuoted;
        return length;
    }
}
