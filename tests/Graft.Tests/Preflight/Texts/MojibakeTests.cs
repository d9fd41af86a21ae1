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

    [Theory]
    [InlineData("", 0)]
    [InlineData("plain", 0)]
    [InlineData("Das CAFÉ’s Übermaß", 0)]
    [InlineData("NÃO", 0)]
    [InlineData("cafÃ©", 1)]
    [InlineData("Itâ€™s", 1)]
    [InlineData("a\u00C2\u00A0b", 1)]
    [InlineData("lost \uFFFD", 1)]
    [InlineData("a \u0096 b", 1)]
    [InlineData("ÐŸÑ€Ð¸Ð²ÐµÑ‚", 6)]
    [InlineData("ðŸ˜€", 1)]
    [InlineData("Ã", 0)]
    public void Known_texts(string text, int places) => Assert.Equal(places, Mojibake.Count(text));
}
