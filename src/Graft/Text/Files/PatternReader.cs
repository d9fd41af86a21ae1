using System.Text;

namespace Graft.Text.Files;

/// <summary>Reads patterns: {"String": "…"} or {"Regex": "…"}.</summary>
internal static class PatternReader
{
    /// <summary>The pattern of a part.</summary>
    /// <exception cref="TokenizerException">It is missing or broken.</exception>
    public static TokenPattern Read(PartDefinition definition)
    {
        PartDefinition pattern = definition.Definition("pattern") ?? throw definition.Error("is missing.", "pattern");
        if (pattern.Has("String"))
        {
            return TokenPattern.Literal(pattern.String("String"));
        }

        string expression = pattern.String("Regex");
        try
        {
            return TokenPattern.Expression(expression);
        }
        catch (ArgumentException e)
        {
            throw pattern.Error($"the expression '{expression}' is not understood: {e.Message}", "Regex");
        }
    }

    /// <summary>Replaces all matches in a string.</summary>
    public static string Replace(TokenPattern pattern, string text, string content)
    {
        List<TextSpan> matches = pattern.Matches(text);
        if (matches.Count == 0)
        {
            return text;
        }

        StringBuilder result = new();
        int done = 0;
        foreach (TextSpan match in matches)
        {
            result.Append(text, done, match.Start - done).Append(content);
            done = match.End;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }
}
