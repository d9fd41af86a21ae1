using System.Text.RegularExpressions;
using Graft.Text.Unicode;

namespace Graft.Text;

/// <summary>
/// A literal or a regular expression that a tokenizer's file names. The runtime's expressions see UTF-16 units, so
/// characters outside the basic plane are shown to them as one of the same kind.
/// </summary>
internal sealed class TokenPattern
{
    // One letter, digit, mark and symbol that no pattern names, to stand for those outside the basic plane.
    private const char Letter = '\uA7F7', Number = '\u0DE6', Mark = '\uA6F0', Symbol = '\u2B5A';

    // In the syntax that the expressions are written in, ^ and $ stand at the ends of each line. Only behind a line end that
    // ends the text it has no ^, which these have.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string? _literal;
    private readonly Regex? _regex;

    private TokenPattern(string? literal, Regex? regex)
    {
        _literal = literal;
        _regex = regex;
    }

    /// <summary>A pattern that is the string itself.</summary>
    public static TokenPattern Literal(string text) => new(text, null);

    /// <summary>A pattern that is a regular expression.</summary>
    /// <exception cref="ArgumentException">It is broken, or uses something unknown.</exception>
    public static TokenPattern Expression(string pattern)
    {
        try
        {
            // takes linear time whatever the text, but does not know lookaround
            return new TokenPattern(null, new Regex(pattern, Options | RegexOptions.NonBacktracking));
        }
        catch (NotSupportedException)
        {
            return new TokenPattern(null, new Regex(pattern, Options, Patience));
        }
    }

    /// <summary>
    /// All matches from the left; none in an empty text. Matches of an expression may be empty, but not right behind the match
    /// before, as in the library that the files are written for.
    /// </summary>
    /// <exception cref="TokenizerException">The expression takes too long on this text.</exception>
    public List<TextSpan> Matches(ReadOnlySpan<char> text)
    {
        List<TextSpan> matches = [];
        if (_regex is null)
        {
            for (int at = 0; text[at..].IndexOf(_literal, StringComparison.Ordinal) is >= 0 and int skip && _literal!.Length > 0; at += skip + _literal.Length)
            {
                matches.Add(new TextSpan(at + skip, at + skip + _literal.Length));
            }

            return matches;
        }

        if (text.IsEmpty)
        {
            return matches;
        }

        int[]? positions = null;
        ReadOnlySpan<char> shown = text;
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0)
        {
            shown = Show(text, out positions);
        }

        try
        {
            int last = -1;
            foreach (ValueMatch match in _regex.EnumerateMatches(shown))
            {
                if (match.Length > 0 || match.Index != last)
                {
                    int end = last = match.Index + match.Length;
                    matches.Add(positions is null ? new TextSpan(match.Index, end) : new TextSpan(positions[match.Index], positions[end]));
                }
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new TokenizerException($"the expression '{_regex}' takes too long on this text.", innerException: e);
        }

        return matches;
    }

    private static char[] Show(ReadOnlySpan<char> text, out int[] positions)
    {
        char[] shown = new char[CodePoints.Count(text)];
        positions = new int[shown.Length + 1];
        int count = 0;
        for (int i = 0; i < text.Length; count++)
        {
            int codePoint = CodePoints.At(text, i, out int length);
            CodePointClasses classes = CodePoints.Classes(codePoint);
            shown[count] = codePoint < 0x10000 ? (char)codePoint
                : (classes & CodePointClasses.Letter) != 0 ? Letter
                : (classes & CodePointClasses.Number) != 0 ? Number
                : (classes & CodePointClasses.Mark) != 0 ? Mark
                : Symbol;
            positions[count] = i;
            i += length;
        }

        positions[count] = text.Length;
        return shown;
    }
}
