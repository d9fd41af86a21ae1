using System.Text;

namespace Graft.Text.Decoders;

/// <summary>Removes the blanks that cutting at punctuation leaves in English text.</summary>
internal static class SpaceCleanUp
{
    private static readonly (string Old, string New)[] Replacements =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"),
        (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Makes the replacements, one after the other.</summary>
    public static string Apply(string text)
    {
        if (!text.Contains(' '))
        {
            return text;
        }

        StringBuilder builder = new(text);
        foreach ((string old, string replacement) in Replacements)
        {
            builder.Replace(old, replacement);
        }

        return builder.ToString();
    }
}
