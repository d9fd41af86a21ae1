using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Graft.Reports;

/// <summary>
/// Builds a page from interpolated strings: what is written in the source is markup, what fills a hole is data and
/// always escaped, unless it is <see cref="Html"/>. There is no way to append a string unescaped, so none can be forgotten.
/// </summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends an interpolated string: the handler has already written it.</summary>
    public void Append([InterpolatedStringHandlerArgument("")] Handler markup) => _ = markup;

    public Html ToHtml() => new(_text.ToString());

    private static void Escape(StringBuilder text, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                '\n' or '\t' => text.Append(c),
                '\r' => i + 1 < value.Length && value[i + 1] == '\n' ? text : text.Append('\n'), // a line ends with one sign only
                < ' ' or '\x7f' => text.Append('\uFFFD'), // HTML forbids control characters, even as references
                _ => text.Append(c),
            };
        }
    }

    [InterpolatedStringHandler]
    internal readonly struct Handler
    {
        private readonly StringBuilder _text;

        public Handler(int literalLength, int formattedCount, HtmlBuilder builder)
        {
            _text = builder._text;
            _text.EnsureCapacity(_text.Length + literalLength + (16 * formattedCount));
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html markup) => _text.Append(markup.Markup);

        public void AppendFormatted(string? value) => Escape(_text, value ?? "");

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => Escape(_text, value.ToString(format, CultureInfo.InvariantCulture));
    }
}
