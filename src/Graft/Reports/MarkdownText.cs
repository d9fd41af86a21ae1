using System.Text;

namespace Graft.Reports;

/// <summary>Text from data inside Markdown.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_[]#+|~>";

    /// <summary>The text on one line, with everything escaped that Markdown or HTML would act on.</summary>
    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (char c in value)
        {
            _ = c switch
            {
                '<' => text.Append("&lt;"),
                '&' => text.Append("&amp;"),
                < ' ' or '\x7f' or '\u2028' or '\u2029' => text.Append(' '),
                _ when Special.Contains(c) => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
