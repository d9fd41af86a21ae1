using System.Text.Json.Nodes;
using CsCheck;
using Graft.Testing;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>What holds for every text, also for those that no one writes.</summary>
public class TokenizerPropertyTests
{
    private static readonly string[] Fragments =
    [
        " ", "  ", "\t\n", "good", " good", "film", "ab", "[SEP]", "[MASK]", "<mask>", "<w>", "é", "e\u0301", "\u1ED7", "ệ", "你好", "한국", "\uD800", "\uDC00",
        "😀", "👩‍👩‍👧", "\u0000", "\u200B", "\uFFFD", "'s", "n't", "ﬁ", "\r\n", "İ", "\u0345", "\u0300\u0323", "123", ".,!?", "▁", "##b",
    ];

    private static readonly string[] PlainWords = ["good", "film", "a", "ab", "bad", ".", "!", "good film"];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]).Array[0, 12].Select(string.Concat),
        Gen.Char.Array[0, 30].Select(c => new string(c)),
        Gen.Int[0, 0x10FFFF].Where(c => c is < 0xD800 or > 0xDFFF).Array[0, 12].Select(c => string.Concat(c.Select(char.ConvertFromUtf32))));

    public static TheoryData<string> Kinds => ["WordPiece", "ByteLevel", "Unigram", "shipped"];

    [Theory, MemberData(nameof(Kinds))]
    public void Any_text_encodes_and_its_offsets_lie_in_it(string kind)
    {
        Tokenizer tokenizer = Load(kind);
        AnyText.Sample(text =>
        {
            Encoding encoding = tokenizer.Encode(text);
            int codePoints = 0;
            for (int i = 0; i < text.Length; codePoints++)
            {
                i += char.IsSurrogatePair(text, i) ? 2 : 1;
            }

            for (int i = 0; i < encoding.Length; i++)
            {
                (int start, int end) = encoding.Utf16Offsets[i];
                Assert.InRange(start, 0, end);
                Assert.InRange(end, start, text.Length);
                Assert.InRange(encoding.Offsets[i].End, encoding.Offsets[i].Start, codePoints);

                // no offset stands within a surrogate pair
                Assert.False(end < text.Length && end > 0 && char.IsSurrogatePair(text, end - 1));
            }
        }, iter: 2_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Offsets_of_plain_text_are_in_order(string kind)
    {
        // Reordered marks and left-out white space aside, tokens follow each other in the text.
        Tokenizer tokenizer = Load(kind);
        Gen.Char[' ', '~'].Array[0, 60].Select(c => new string(c)).Sample(text =>
        {
            Encoding encoding = tokenizer.Encode(text);
            int last = 0;
            for (int i = 0; i < encoding.Length; i++)
            {
                if (encoding.SequenceIds[i] == 0)
                {
                    Assert.True(encoding.Utf16Offsets[i].Start >= last, $"token {i} of '{text}'");
                    last = encoding.Utf16Offsets[i].Start;
                }
            }
        }, iter: 1_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_quick_way_gives_the_same_ids(string kind)
    {
        Tokenizer tokenizer = Load(kind);
        Gen.Select(AnyText, AnyText, Gen.Int[3, 40]).Sample((text, pair, length) =>
        {
            EncodeOptions options = new() { MaxLength = length, Truncation = TruncationStrategy.LongestFirst };
            Assert.Equal(tokenizer.Encode(text, null, options).Ids, tokenizer.EncodeIds(text, null, length));
            Assert.Equal(tokenizer.Encode(text, pair, options).Ids, tokenizer.EncodeIds(text, pair, length, out int full));
            Assert.Equal(tokenizer.Encode(text, pair).Length, full);
        }, iter: 1_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Decoding_is_stable(string kind)
    {
        Tokenizer tokenizer = Load(kind);
        Gen.Int[0, PlainWords.Length - 1].Select(i => PlainWords[i]).Array[0, 10].Select(w => string.Join(' ', w)).Sample(text =>
        {
            DecodeOptions skip = new() { SkipSpecialTokens = true };
            string once = tokenizer.Decode(tokenizer.Encode(text).Ids, skip);
            Assert.Equal(once, tokenizer.Decode(tokenizer.Encode(once).Ids, skip));
        }, iter: 500);
    }

    [Fact]
    public void A_byte_level_tokenizer_gives_every_text_back()
    {
        JsonObject json = TokenizerFolderBuilder.ByteLevel();
        json["normalizer"] = null;
        json["added_tokens"] = new JsonArray();
        Tokenizer tokenizer = Load(json);
        AnyText.Sample(text =>
        {
            string expected = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text).Ids));
        }, iter: 2_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Many_threads_get_the_same_ids(string kind)
    {
        Tokenizer tokenizer = Load(kind);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Range(0, i % 17).Select(j => Fragments[(i * 7 + j * 3) % Fragments.Length])))];
        int[][] expected = [.. texts.Select(t => tokenizer.Encode(t).Ids)];
        Parallel.For(0, 2_000, i => Assert.Equal(expected[i % texts.Length], tokenizer.EncodeIds(texts[i % texts.Length], null, 1_000)));
    }

    private static Tokenizer Load(string kind) => kind switch
    {
        "WordPiece" => Load(TokenizerFolderBuilder.WordPiece()),
        "ByteLevel" => Load(TokenizerFolderBuilder.ByteLevel()),
        "Unigram" => Load(TokenizerFolderBuilder.Unigram()),
        _ => Tokenizer.Load(SharedFolder.Project("models", "minilm-l6-h384-uncased")),
    };

    private static Tokenizer Load(JsonObject json)
    {
        using TokenizerFolderBuilder folder = new();
        return Tokenizer.Load(folder.Write(json).Path);
    }
}
