using System.Text;
using System.Text.Json;
using Graft.Testing;
using Graft.Text;
using Graft.Text.Normalizers;
using Graft.Text.PreTokenizers;
using Graft.Text.Unicode;

namespace Graft.ParityTests.Text;

/// <summary>Every single code point is normalized and classed as in the public tools.</summary>
[Trait("Needs", "fixtures")]
public class CodePointGoldenTests
{
    // What the golden values were taken over.
    private static IEnumerable<int> Sweep =>
        [.. Enumerable.Range(0, 0xD800), .. Enumerable.Range(0xE000, 0x32400 - 0xE000), .. Enumerable.Range(0xE0000, 0x1F0)];

    [Theory]
    [InlineData("bert_uncased")]
    [InlineData("bert_cased")]
    [InlineData("lowercase")]
    [InlineData("nfkc")]
    [InlineData("nfkd_strip")]
    [InlineData("nfc")]
    [InlineData("precompiled")]
    public void Normalizers_map_every_code_point_alike(string name)
    {
        JsonElement table = Table(name);
        INormalizer normalizer = name switch
        {
            "bert_uncased" => new BertNormalizer(true, true, null, true),
            "bert_cased" => new BertNormalizer(true, true, null, false),
            "lowercase" => new LowercaseNormalizer(),
            "nfkc" => new UnicodeNormalizer(UnicodeForm.Nfkc),
            "nfkd_strip" => new SequenceNormalizer([new UnicodeNormalizer(UnicodeForm.Nfkd), new StripAccentsNormalizer()]),
            "nfc" => new UnicodeNormalizer(UnicodeForm.Nfc),
            _ => PublishedCharsMap(),
        };
        Dictionary<int, string> expected = [];
        foreach (JsonElement entry in table.EnumerateArray())
        {
            int first = entry[0].GetInt32();
            if (entry.GetArrayLength() == 2)
            {
                expected[first] = entry[1].GetString()!;
                continue;
            }

            for (int c = first; c <= entry[1].GetInt32(); c++)
            {
                string self = char.ConvertFromUtf32(c);
                expected[c] = entry[2].GetString() switch
                {
                    "pad" => $" {self} ",
                    "drop" => "",
                    "hangul" => Jamo(c),
                    string kind => throw new InvalidOperationException(kind),
                    null => throw new InvalidOperationException("no kind"),
                };
            }
        }

        Mismatches mismatches = new();
        AlignedText text = new();
        foreach (int c in Sweep)
        {
            string self = char.ConvertFromUtf32(c);
            text.Set(self, aligned: c % 2 == 0);
            normalizer.Normalize(text);
            mismatches.Equal($"U+{c:X4}", Escape(expected.GetValueOrDefault(c, self)), Escape(text.Text.ToString()));
        }

        mismatches.Verify();
    }

    [Theory]
    [InlineData("bert_pre_isolated", "Punctuation")]
    [InlineData("bert_pre_whitespace", "Space")]
    [InlineData("whitespacesplit_whitespace", "Space")]
    [InlineData("gpt2_regex_letter", "Letter")]
    [InlineData("gpt2_regex_number", "Number")]
    [InlineData("gpt2_regex_space", "Space")]
    public void Classes_hold_the_same_code_points(string name, string className)
    {
        CodePointClasses classes = Enum.Parse<CodePointClasses>(className);
        HashSet<int> expected = [];
        foreach (JsonElement range in Table(name).EnumerateArray())
        {
            expected.UnionWith(Enumerable.Range(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1));
        }

        Mismatches mismatches = new();
        foreach (int c in Sweep)
        {
            mismatches.Equal($"U+{c:X4}", expected.Contains(c).ToString(), CodePoints.Is(c, classes).ToString());
        }

        mismatches.Verify();
    }

    [Fact]
    public void Bert_cuts_around_exactly_the_same_code_points()
    {
        HashSet<int> isolated = Ranges("bert_pre_isolated"), space = Ranges("bert_pre_whitespace");
        Mismatches mismatches = new();
        foreach (int c in Sweep)
        {
            string self = char.ConvertFromUtf32(c);
            AlignedText text = new();
            text.Set($"a{self}b", aligned: false);
            PieceList pieces = new();
            pieces.Exchange(text);
            pieces.Add(new Piece(0, text.Length, -1));
            new BertPreTokenizer().PreTokenize(pieces);
            string expected = space.Contains(c) ? "a|b" : isolated.Contains(c) ? $"a|{self}|b" : $"a{self}b";
            List<string> actual = [];
            foreach (Piece piece in pieces.Pieces)
            {
                actual.Add(text.Text[piece.Start..piece.End].ToString());
            }

            mismatches.Equal($"U+{c:X4}", expected, string.Join('|', actual));
        }

        mismatches.Verify();
    }

    private static HashSet<int> Ranges(string name) =>
        [.. Table(name).EnumerateArray().SelectMany(r => Enumerable.Range(r[0].GetInt32(), r[1].GetInt32() - r[0].GetInt32() + 1))];

    private static JsonElement Table(string name) =>
        JsonElement.Parse(File.ReadAllBytes(SharedFolder.Fixture("tokenizers", "codepoints.json"))).GetProperty(name);

    /// <summary>The charsmap of the first golden folder whose normalizer is one.</summary>
    private static INormalizer PublishedCharsMap()
    {
        foreach (object?[] row in TokenizerFixtures.Folders.Select(r => new object?[] { r.Data }))
        {
            string path = SharedFolder.Fixture("tokenizers", (string)row[0]!, "model", "tokenizer.json");
            JsonElement normalizer = JsonElement.Parse(File.ReadAllBytes(path)).GetProperty("normalizer");
            if (normalizer.ValueKind == JsonValueKind.Object && normalizer.GetProperty("type").GetString() == "Precompiled")
            {
                return new TokenizerParts().Normalizer(new PartDefinition(normalizer, path, "normalizer", new TokenizerParts()));
            }
        }

        Assert.Skip("no golden folder has a Precompiled normalizer");
        return null!;
    }

    private static string Jamo(int c)
    {
        int syllable = c - 0xAC00, tail = syllable % 28;
        string jamo = $"{(char)(0x1100 + syllable / 588)}{(char)(0x1161 + syllable % 588 / 28)}";
        return tail == 0 ? jamo : jamo + (char)(0x11A7 + tail);
    }

    private static string Escape(string text) => string.Join(' ', text.EnumerateRunes().Select(r => r.Value.ToString("X4")));
}
