using System.Runtime.CompilerServices;

namespace Graft.Text.Unicode;

/// <summary>
/// Classes and lower case of code points, from the embedded tables. The runtime's own <c>char</c> methods know
/// another Unicode version than the vocabularies were built with, so they are not used.
/// </summary>
internal static class CodePoints
{
    /// <summary>Stands for what cannot be decoded.</summary>
    public const char Replacement = '\uFFFD';

    private static readonly CodePointMap<CodePointClasses> ClassTable = ReadClasses();
    private static readonly Lazy<LowerCase> Lower = new(() => new LowerCase());

    /// <summary>All classes of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CodePointClasses Classes(int codePoint) => ClassTable[codePoint];

    /// <summary>Whether a code point has one of the classes given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(int codePoint, CodePointClasses classes) => (ClassTable[codePoint] & classes) != 0;

    /// <summary>Whether a code point is white space.</summary>
    public static bool IsSpace(int codePoint) => Is(codePoint, CodePointClasses.Space);

    /// <summary>The lower case of one code point, without context; <paramref name="extra"/> follows it where it is not -1.</summary>
    public static int ToLower(int codePoint, out int extra)
    {
        extra = -1;
        if (codePoint < 0x80)
        {
            return codePoint is >= 'A' and <= 'Z' ? codePoint | 0x20 : codePoint;
        }

        // U+0130 is the only one that becomes two.
        if (codePoint == 0x130)
        {
            extra = 0x307;
            return 'i';
        }

        int mapped = Lower.Value.Map[codePoint];
        return mapped == 0 ? codePoint : mapped;
    }

    /// <summary>
    /// The ideographs that BERT surrounds with blanks. The end of extension E's first range is written as U+2B920 for
    /// U+2B820 in the original, and vocabularies were built with that.
    /// </summary>
    public static bool IsBertIdeograph(int c) => c >= 0x3400 && c is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or
        (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or
        (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The code point that begins at an index, and how many chars it takes. A lone surrogate counts as U+FFFD.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        char c = text[index];
        if (!char.IsSurrogate(c))
        {
            length = 1;
            return c;
        }

        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(c, text[index + 1]);
        }

        length = 1;
        return Replacement;
    }

    /// <summary>The code point that ends before an index, and how many chars it takes.</summary>
    public static int Before(ReadOnlySpan<char> text, int index, out int length)
    {
        if (index >= 2 && char.IsLowSurrogate(text[index - 1]) && char.IsHighSurrogate(text[index - 2]))
        {
            length = 2;
            return char.ConvertToUtf32(text[index - 2], text[index - 1]);
        }

        return At(text[..index], index - 1, out length);
    }

    /// <summary>The number of code points of a text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int surrogates = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (surrogates < 0)
        {
            return text.Length;
        }

        int count = surrogates;
        for (int i = surrogates; i < text.Length; count++)
        {
            At(text, i, out int length);
            i += length;
        }

        return count;
    }

    private static CodePointMap<CodePointClasses> ReadClasses()
    {
        CodePointMap<CodePointClasses> table = new();
        string current = "";
        CodePointClasses flag = CodePointClasses.None;
        UnicodeData.Read("classes.txt", (section, entry) =>
        {
            if (!ReferenceEquals(section, current))
            {
                current = section;
                flag = Enum.Parse<CodePointClasses>(section);
            }

            (int first, int last) = UnicodeData.Range(entry);
            while (first <= last)
            {
                int end = Math.Min(last, first | 0xFF);
                foreach (ref CodePointClasses classes in table.Block(first).Slice(first & 0xFF, end - first + 1))
                {
                    classes |= flag;
                }

                first = end + 1;
            }
        });
        return table;
    }

    /// <summary>Lower case of the code points above ASCII that have one.</summary>
    private sealed class LowerCase
    {
        public LowerCase() => UnicodeData.Read("lower.txt", Add);

        public CodePointMap<int> Map { get; } = new();

        private void Add(string section, ReadOnlySpan<char> entry)
        {
            int colon = entry.IndexOf(':');
            if (colon >= 0)
            {
                Map.At(UnicodeData.Hex(entry[..colon])) = UnicodeData.Sequence(entry[(colon + 1)..])[0];
                return;
            }

            // first-last+distance or first-last-distance, "/2" at the end: every second one
            int step = entry.EndsWith("/2") ? 2 : 1;
            ReadOnlySpan<char> body = step == 2 ? entry[..^2] : entry;
            int sign = body.LastIndexOfAny('+', '-');
            (int first, int last) = UnicodeData.Range(body[..sign]);
            int distance = UnicodeData.Hex(body[(sign + 1)..]) * (body[sign] == '+' ? 1 : -1);
            for (int c = first; c <= last; c += step)
            {
                Map.At(c) = c + distance;
            }
        }
    }
}
