using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Graft.Reports;

namespace Graft.Tests.Reports;

public sealed class HtmlBuilderTests
{
    [Fact]
    public void Whatever_fills_a_hole_comes_back_as_text() =>
        Gen.String[Gen.Char[' ', '\u04ff'].Where(c => c is < '\x7f' or > '\x9f'), 0, 50].Sample(text =>
        {
            var html = new HtmlBuilder();
            html.Append($"""<p title="{text}">{text}</p>""");
            XElement element = XElement.Parse(html.ToHtml().Markup, LoadOptions.PreserveWhitespace);

            Assert.Equal(text, element.Value);
            Assert.Equal(text, element.Attribute("title")!.Value);
        });

    [Fact]
    public void Control_characters_become_visible_marks()
    {
        var html = new HtmlBuilder();
        html.Append($"<p>{"a\0b\u001bc\td"}</p>");

        Assert.Equal("<p>a\uFFFDb\uFFFDc\td</p>", html.ToHtml().Markup);
    }

    [Theory]
    [InlineData("a\r\nb\rc\n\rd\r", "a\nb\nc\n\nd\n")]
    [InlineData("\r\r\n", "\n\n")]
    public void Lines_end_the_same_way_whatever_they_ended_with(string text, string expected)
    {
        var html = new HtmlBuilder();
        html.Append($"{text}");

        Assert.Equal(expected, html.ToHtml().Markup);
    }

    [Fact]
    public void Markup_made_by_a_builder_is_not_escaped_again()
    {
        var inner = new HtmlBuilder();
        inner.Append($"<b>{"<"}</b>");
        var outer = new HtmlBuilder();
        outer.Append($"<p>{inner.ToHtml()}</p>");

        Assert.Equal("<p><b>&lt;</b></p>", outer.ToHtml().Markup);
    }

    [Fact]
    public void Numbers_have_a_point_whatever_the_machine_speaks()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new() { NumberDecimalSeparator = "," } };
            var html = new HtmlBuilder();
            html.Append($"{1.5:0.##} {2.25}");

            Assert.Equal("1.5 2.25", html.ToHtml().Markup);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
