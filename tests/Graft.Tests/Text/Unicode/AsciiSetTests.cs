using CsCheck;
using Graft.Text.Unicode;

namespace Graft.Tests.Text.Unicode;

public sealed class AsciiSetTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
        (8, Gen.Char['\0', '\x7F']), (1, Gen.Char['\x80', '\xFF']), (1, Gen.Char['\u0100', '\uFFFF'])).Array[1, 150].Select(chars => new string(chars));

    [Fact]
    public void Finds_its_chars_and_all_that_are_not_ascii() => Gen.Select(Texts, Gen.String[Gen.Char['\0', '\x7F'], 0, 20]).Sample((text, members) =>
    {
        var set = new AsciiSet(members.Contains);
        for (int start = 0; start < text.Length; start += 7)
        {
            ulong found = set.Find(text, start);
            for (int i = 0; i < AsciiSet.BlockLength; i++)
            {
                bool expected = start + i < text.Length && (text[start + i] >= 0x80 || members.Contains(text[start + i]));
                Assert.Equal(expected, ((found >> i) & 1) != 0);
            }
        }
    });
}
