using System.Text;
using System.Text.RegularExpressions;

namespace Graft.Hub;

/// <summary>
/// A pattern for names of files as cards of datasets have them: "*" and "?" stay within a folder, "**" does not, "[0-9]" and
/// "[!a]" are one character, "{a,b}" is one of several. Hidden files and folders, and folders that begin with "__", match only
/// a pattern that names as many of them.
/// </summary>
internal sealed class PathPattern
{
    private const int LongestPattern = 1024;

    private readonly string? _name;
    private readonly Regex? _shape;
    private readonly int _hidden;
    private readonly int _special;

    /// <param name="pattern">The pattern, relative to the repository's root.</param>
    public PathPattern(string pattern)
    {
        string relative = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        _hidden = Hidden(relative);
        _special = Special(relative);
        if (relative.Length > LongestPattern || relative.IndexOfAny(['*', '?', '[', '{']) < 0)
        {
            _name = relative;
            return;
        }

        // A name's match is found in time linear in it, whatever the pattern.
        _shape = new Regex($@"^{Translate(relative)}\z", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    /// <summary>Whether the pattern is for this file.</summary>
    public bool Matches(string file) => _shape is null ? file == _name : _shape.IsMatch(file) && Hidden(file) == _hidden && Special(file) == _special;

    private static string Translate(string pattern)
    {
        var shape = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            char letter = pattern[i];
            bool isDeep = letter == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*';
            int close = letter == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (isDeep)
            {
                // "a/**/b" is also "a/b".
                bool isFolder = (i == 0 || pattern[i - 1] == '/') && i + 2 < pattern.Length && pattern[i + 2] == '/';
                shape.Append(isFolder ? "(?:.*/)?" : ".*");
                i += isFolder ? 2 : 1;
            }
            else if (close > 0)
            {
                shape.Append(Class(pattern[(i + 1)..close]));
                i = close;
            }
            else if (letter == '{' && pattern.IndexOf('}', i) > 0)
            {
                shape.Append("(?:");
                depth++;
            }
            else if (letter == '}' && depth > 0)
            {
                shape.Append(')');
                depth--;
            }
            else
            {
                shape.Append(letter switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    ',' when depth > 0 => "|",
                    _ => Regex.Escape(letter.ToString()),
                });
            }
        }

        return shape.Append(')', depth).ToString();
    }

    // Ranges stay as they are; everything else of a class is taken by its code.
    private static string Class(string inside)
    {
        bool isNegated = inside[0] is '!' or '^' && inside.Length > 1;
        var shape = new StringBuilder(isNegated ? "[^/" : "[");
        string letters = isNegated ? inside[1..] : inside;
        for (int i = 0; i < letters.Length; i++)
        {
            bool isRange = i + 2 < letters.Length && letters[i + 1] == '-' && letters[i] <= letters[i + 2];
            shape.Append(Code(letters[i]));
            if (isRange)
            {
                shape.Append('-').Append(Code(letters[i + 2]));
                i += 2;
            }
        }

        return shape.Append(']').ToString();

        static string Code(char letter) => $@"\u{(int)letter:x4}";
    }

    private static int Hidden(string path) => path.Split('/').Count(part => part.StartsWith('.') && part.Trim('.').Length > 0);

    private static int Special(string path) => path.Split('/')[..^1].Count(part => part.StartsWith("__", StringComparison.Ordinal));
}
