using System.Text;
using CsCheck;
using Graft.Preflight.Texts;

namespace Graft.Tests.Preflight.Texts;

public sealed class MojibakeTests
{
    [Fact]
    public void Any_text_with_accents_read_as_latin_1_is_found() =>
        Gen.String[Gen.Char["éèüñçàöâêîßøåæ’“”—…€ abc"], 1, 60].Where(text => text.Any(c => "éèüñçàöâêîßøåæ’“”—…€".Contains(c))).Sample(text =>
            Mojibake.Count(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))) > 0);

    [Fact]
    public void Any_text_with_accents_that_was_read_well_is_let_be() =>
        Gen.String[Gen.Char["éèüñçàöâêîßøåæÉÜÖÄÅØÂÃ .,abcABC東Жя\"'-"], 0, 60].Sample(text => Mojibake.Count(text) == 0);

    [Fact]
    public void Letters_before_quotes_dashes_and_no_break_spaces_are_let_be_however_many_there_are() =>
        (from word in OneOf("liberté", "Égalité", "à", "CAFÉ", "où", "Spaß", "ÜBERMASS", "perché", "Öl")
         from sign in OneOf("\u00A0» ", "\u00A0– ", "\u00A0—\u00A0", " «\u00A0", "… ", "” ", "’ ", "\u00A0: ", "\u00A0; ", "\u00A0! ", "\u00A0€ ", "\u00A0· ", ", ")
         select word + sign).Array[0, 30].Sample(places => Mojibake.Count(string.Concat(places)) == 0);

    [Fact]
    public void French_and_russian_read_as_windows_1252_are_found()
    {
        foreach (string text in (string[])["Il a dit «\u00A0la liberté\u00A0» hier", "Noël", "voilà", "Liberté\u00A0–\u00A0Égalité", "Das macht Spaß…", "да", "ВЗГЛЯД НАЗАД", "Где ДВД?"])
        {
            Assert.True(Mojibake.Count(ReadAsWindows1252(text)) > 0, text);
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("plain", 0)]
    [InlineData("Das CAFÉ’s Übermaß", 0)]
    [InlineData("NÃO", 0)]
    [InlineData("cafÃ©", 1)]
    [InlineData("Itâ€™s", 1)]
    [InlineData("Il a dit « la liberté\u00A0» hier", 0)]
    [InlineData("Liberté\u00A0–\u00A0Égalité\u00A0–\u00A0Fraternité\u00A0»", 0)]
    [InlineData("Das macht Spaß… großer Spaß…", 0)]
    [InlineData("«\u00A0CAFÉ\u00A0» et «\u00A0THÉ\u00A0»", 0)]
    [InlineData("a\u00C2\u00A0b", 1)]
    [InlineData("NoÃ«l", 1)]
    [InlineData("voilÃ\u00A0", 1)]
    [InlineData("lost \uFFFD", 1)]
    [InlineData("a \u0096 b", 1)]
    [InlineData("ÐŸÑ€Ð¸Ð²ÐµÑ‚", 6)]
    [InlineData("ðŸ˜€", 1)]
    [InlineData("Ã", 0)]
    public void Known_texts(string text, int places) => Assert.Equal(places, Mojibake.Count(text));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // .NET knows the encoding by a provider only: what differs from Latin-1 are the bytes from 0x80 to 0x9F.
    private static string ReadAsWindows1252(string text)
    {
        const string High = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
        return string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b is >= 0x80 and < 0xA0 ? High[b - 0x80] : (char)b));
    }
}
