using System.Diagnostics;
using System.Text.Json;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>What the parts that no golden folder uses do, one by one, and parts of the user's own.</summary>
public class TokenizerPartsTests
{
    [Theory]
    [InlineData("""{"type": "NFC"}""", "e\u0301 \u1100\u1161", "é 가")]
    [InlineData("""{"type": "NFD"}""", "é 각", "e\u0301 \u1100\u1161\u11A8")]
    [InlineData("""{"type": "NFD"}""", "q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("""{"type": "NFC"}""", "\u1E0B\u0323", "\u1E0D\u0307")]
    [InlineData("""{"type": "NFC"}""", "\u0958 \u2126", "\u0915\u093C \u03A9")]
    [InlineData("""{"type": "NFKC"}""", "ﬁ½Å", "fi1\u20442Å")]
    [InlineData("""{"type": "NFKD"}""", "①é", "1e\u0301")]
    [InlineData("""{"type": "Lowercase"}""", "ÀİΣ A", "ài\u0307σ a")]
    [InlineData("""{"type": "StripAccents"}""", "e\u0301a", "ea")]
    [InlineData("""{"type": "Strip", "strip_left": true, "strip_right": false}""", " \u00A0a b ", "a b ")]
    [InlineData("""{"type": "Strip"}""", "  ", "")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "ab", "▁ab")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "", "")]
    [InlineData("""{"type": "Replace", "pattern": {"String": "."}, "content": "!"}""", "a.b.", "a!b!")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "[0-9]+"}, "content": "#"}""", "a12b345😀6", "a#b#😀#")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "\\p{L}+"}, "content": "w"}""", "𝒜b😀", "w😀")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "(?=[0-9])"}, "content": "_"}""", "a1b22", "a_1b_2_2")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "a*"}, "content": "-"}""", "baac", "-b-c-")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "^"}, "content": "> "}""", "a\nb", "> a\n> b")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "$"}, "content": "."}""", "", "")]
    [InlineData("""{"type": "Nmt"}""", "a\u0001b\u200Bc\td", "ab c d")]
    [InlineData("""{"type": "ByteLevel"}""", "é a", "Ã©Ġa")]
    [InlineData("""{"type": "BertNormalizer", "clean_text": false, "handle_chinese_chars": false, "strip_accents": false, "lowercase": true}""", "É\t你", "é\t你")]
    [InlineData("""{"type": "BertNormalizer", "strip_accents": true, "lowercase": false}""", "É\t你\u0000", "E  你 ")]
    [InlineData("""{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]}""", "ÉÀ", "ea")]
    public void A_normalizer_gives(string json, string text, string expected)
    {
        INormalizer normalizer = new TokenizerParts().Normalizer(Definition(json));
        foreach (bool aligned in new[] { true, false })
        {
            AlignedText work = new();
            work.Set(text, aligned);
            normalizer.Normalize(work);
            Assert.Equal(expected, work.Text.ToString());
        }
    }

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void Marks_without_end_are_sorted_by_class_in_their_order(string form)
    {
        // of the classes 230, 220, 1 and 230; no letter here combines with them
        const string Marks = "\u0310\u0323\u0334\u0312";
        long start = Stopwatch.GetTimestamp();
        foreach (int count in new[] { 1, 8, 9, 50_000 })
        {
            AlignedText work = new();
            string marks = string.Concat(Enumerable.Repeat(Marks, count));
            work.Set($"!{marks}\u0448{marks}", aligned: true);
            new TokenizerParts().Normalizer(Definition($$"""{"type": "{{form}}"}""")).Normalize(work);
            string sorted = new string('\u0334', count) + new string('\u0323', count) + string.Concat(Enumerable.Repeat("\u0310\u0312", count));
            Assert.True(work.Text.SequenceEqual($"!{sorted}\u0448{sorted}"), $"{count} times");
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "the time grows with the square of the length");
    }

    [Theory]
    [InlineData("""{"type": "Whitespace"}""", "it's a_b 12,  ok!", "it|'|s|a_b|12|,|ok|!")]
    [InlineData("""{"type": "WhitespaceSplit"}""", " a b\u3000c ", "a|b|c")]
    [InlineData("""{"type": "BertPreTokenizer"}""", "it's 5$ ok", "it|'|s|5|$|ok")]
    [InlineData("""{"type": "Punctuation"}""", "a,b!!", "a|,|b|!|!")]
    [InlineData("""{"type": "Punctuation", "behavior": "Contiguous"}""", "a,b!!", "a|,|b|!!")]
    [InlineData("""{"type": "Punctuation", "behavior": "Removed"}""", "a,b!!", "a|b")]
    [InlineData("""{"type": "Digits", "individual_digits": true}""", "ab12c", "ab|1|2|c")]
    [InlineData("""{"type": "Digits", "individual_digits": false}""", "ab12c", "ab|12|c")]
    [InlineData("""{"type": "CharDelimiterSplit", "delimiter": "-"}""", "a--b-c", "a|b|c")]
    [InlineData("""{"type": "FixedLength", "length": 2}""", "a😀bcd", "a😀|bc|d")]
    [InlineData("""{"type": "Split", "pattern": {"String": "-"}, "behavior": "Isolated"}""", "the-final--countdown", "the|-|final|-|-|countdown")]
    [InlineData("""{"type": "Split", "pattern": {"String": "-"}, "behavior": "Removed"}""", "the-final--countdown", "the|final|countdown")]
    [InlineData("""{"type": "Split", "pattern": {"String": "-"}, "behavior": "MergedWithPrevious"}""", "the-final--countdown", "the-|final-|-|countdown")]
    [InlineData("""{"type": "Split", "pattern": {"String": "-"}, "behavior": "MergedWithNext"}""", "the-final--countdown", "the|-final|-|-countdown")]
    [InlineData("""{"type": "Split", "pattern": {"String": "-"}, "behavior": "Contiguous"}""", "the-final--countdown", "the|-|final|--|countdown")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Removed", "invert": true}""", "ab1cd 2e", "ab|cd|e")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "\\s+(?!\\S)|\\s+"}, "behavior": "Isolated"}""", "a  b", "a| | |b")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "Isolated"}""", "fooBarBAz", "foo|Bar|B|Az")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "Removed"}""", "fooBar", "foo|Bar")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "MergedWithPrevious"}""", "fooBar", "foo|Bar")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "MergedWithNext"}""", "fooBar", "foo|Bar")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "Contiguous"}""", "fooBar", "foo|Bar")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "Isolated", "invert": true}""", "𝒜Ba", "𝒜|Ba")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "^-"}, "behavior": "Removed"}""", "-a\n-b-c", "a\n|b-c")]
    [InlineData("""{"type": "Split", "pattern": {"Regex": "[0-9]+$"}, "behavior": "Isolated"}""", "a1\n2b3", "a|1|\n2b|3")]
    [InlineData("""{"type": "ByteLevel", "add_prefix_space": true}""", "it's  a\n\nb 12é!", "Ġit|'s|Ġ|Ġa|Ċ|Ċ|b|Ġ12|Ã©|!")]
    [InlineData("""{"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}""", "a b", "aĠb")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}""", "a  b ", "▁a|▁|▁b|▁")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "add_prefix_space": false}""", "a b", "a|▁b")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false}""", "a b", "▁a▁b")]
    [InlineData("""{"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "prepend_scheme": "first"}]}""", "a b", "▁a|b")]
    public void A_pre_tokenizer_cuts(string json, string text, string expected)
    {
        AlignedText work = new();
        work.Set(text, aligned: true);
        PieceList pieces = new();
        pieces.Exchange(work);
        pieces.Add(new Piece(0, work.Length, -1));
        new TokenizerParts().PreTokenizer(Definition(json)).PreTokenize(pieces);
        List<string> actual = [];
        foreach (Piece piece in pieces.Pieces)
        {
            actual.Add(pieces.Text.Text[piece.Start..piece.End].ToString());
        }

        Assert.Equal(expected, string.Join('|', actual));
    }

    [Theory]
    [InlineData("""{"type": "WordPiece", "prefix": "##", "cleanup": true}""", "a ##b ' s .", "ab ' s.")]
    [InlineData("""{"type": "WordPiece", "prefix": "##", "cleanup": false}""", "a ##b .", "ab .")]
    [InlineData("""{"type": "ByteLevel"}""", "ĠÃ ©x Ã", " éx\uFFFD")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}""", "▁a ▁b c", "a bc")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"}""", "▁a ▁b", " a b")]
    [InlineData("""{"type": "BPEDecoder", "suffix": "</w>"}""", "a b</w> c</w>", "ab c")]
    [InlineData("""{"type": "ByteFallback"}""", "a <0xC3> <0xA9> b <0xC3> <0xC3>", "aéb\uFFFD\uFFFD")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "(?=[0-9])"}, "content": "_"}""", "a1 2b", "a_1_2b")]
    [InlineData("""{"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}""", "▁a <0xE2> <0x82> <0xAC> ▁b", "a€ b")]
    public void A_decoder_joins(string json, string tokens, string expected)
    {
        IDecoder decoder = new TokenizerParts().Decoder(Definition(json));
        Assert.Equal(expected, string.Concat(decoder.Decode([.. tokens.Split(' ')])));
    }

    [Fact]
    public void Parts_of_the_users_own_can_be_registered()
    {
        using TokenizerFolderBuilder folder = new();
        var json = TokenizerFolderBuilder.WordPiece();
        json["normalizer"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "Shorten", ["length"] = 4 };
        folder.Write(json);
        TokenizerParts parts = new();
        parts.RegisterNormalizer("Shorten", d => new Shorten(d.Integer("length")));

        Assert.Equal(["[CLS]", "good", "[SEP]"], Tokenizer.Load(folder.Path, parts).Encode("goodness").Tokens);
        Assert.Contains("Shorten", Assert.Throws<TokenizerException>(() => Tokenizer.Load(folder.Path)).Message);
    }

    [Fact]
    public void A_model_of_the_users_own_gets_its_settings()
    {
        using TokenizerFolderBuilder folder = new();
        folder.Write("tokenizer.json", """{"model": {"type": "Lengths", "vocab": {"one": 0, "more": 1}}}""");
        TokenizerParts parts = new();
        parts.RegisterModel("Lengths", d => new Lengths(d.Definition("vocab")!));
        Assert.Equal([1], Tokenizer.Load(folder.Path, parts).Encode("word").Ids);
    }

    private static PartDefinition Definition(string json) => new(JsonElement.Parse(json), null, "part", new TokenizerParts());

    private sealed class Shorten(int length) : INormalizer
    {
        public void Normalize(AlignedText text)
        {
            text.BeginRewrite();
            for (int i = 0; !text.AtEnd; i++)
            {
                if (i < length)
                {
                    text.Keep();
                }
                else
                {
                    text.Drop();
                }
            }

            text.EndRewrite();
        }
    }

    private sealed class Lengths(PartDefinition vocabulary) : ITokenModel
    {
        public int VocabularySize => 2;

        public int? TokenToId(string token) => vocabulary.Has(token) ? vocabulary.Integer(token) : null;

        public string? IdToToken(int id) => id switch { 0 => "one", 1 => "more", _ => null };

        public void Tokenize(ReadOnlySpan<char> word, TokenSink tokens) => tokens.Add(word.Length == 1 ? 0 : 1, 0, word.Length);
    }
}
