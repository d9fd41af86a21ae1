using Graft.Text.Unicode;

namespace Graft.Text.PreTokenizers;

/// <summary>Finds code points by class.</summary>
internal static class CharacterMatchers
{
    /// <summary>Each code point of a class is a match.</summary>
    public static DelimiterPreTokenizer.Matcher Each(CodePointClasses classes) => text =>
    {
        List<TextSpan> matches = [];
        for (int i = 0; i < text.Length;)
        {
            bool match = CodePoints.Is(CodePoints.At(text, i, out int length), classes);
            if (match)
            {
                matches.Add(new TextSpan(i, i + length));
            }

            i += length;
        }

        return matches;
    };

    /// <summary>Each run of word characters, and each of what is neither that nor white space, is a match.</summary>
    public static List<TextSpan> Words(ReadOnlySpan<char> text)
    {
        const CodePointClasses Kinds = CodePointClasses.Word | CodePointClasses.Space;
        List<TextSpan> matches = [];
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            CodePointClasses kind = CodePoints.Classes(CodePoints.At(text, i, out int length)) & Kinds;
            for (i += length; i < text.Length; i += length)
            {
                if ((CodePoints.Classes(CodePoints.At(text, i, out length)) & Kinds) != kind)
                {
                    break;
                }
            }

            if (kind != CodePointClasses.Space)
            {
                matches.Add(new TextSpan(start, i));
            }
        }

        return matches;
    }

    /// <summary>Each stretch of a number of code points is a match.</summary>
    public static DelimiterPreTokenizer.Matcher Stretches(int count) => text =>
    {
        List<TextSpan> matches = [];
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            for (int n = 0; n < count && i < text.Length; n++)
            {
                CodePoints.At(text, i, out int length);
                i += length;
            }

            matches.Add(new TextSpan(start, i));
        }

        return matches;
    };
}
