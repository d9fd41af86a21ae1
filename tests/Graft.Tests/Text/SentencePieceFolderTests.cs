using System.Buffers.Binary;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>DeBERTa-v2's tokenizer from its SentencePiece model alone, of both kinds.</summary>
public sealed class SentencePieceFolderTests : IDisposable
{
    private const int Unigram = 1, BytePair = 2;

    // id is the index; 2 unknown, 3 control, 4 user-defined
    private static readonly (string Text, float Score, int Type)[] Pieces =
    [
        ("[PAD]", 0, 3), ("[CLS]", 0, 3), ("[SEP]", 0, 3), ("[UNK]", 0, 2), ("▁", -6, 1), ("a", -5, 1), ("b", -5, 1), ("ab", -1, 1),
        ("▁ab", -2, 1), ("ba", -3, 1), (".", -4, 1), ("<n>", 0, 4),
    ];

    private readonly TokenizerFolderBuilder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Unigram, "ab  ba ", "[CLS] ▁ab ▁ ba [SEP]")]
    [InlineData(BytePair, "ab  ba ", "[CLS] ▁ab ▁ ba [SEP]")]
    [InlineData(Unigram, "aba", "[CLS] ▁ab a [SEP]")]
    [InlineData(BytePair, "aba", "[CLS] ▁ab a [SEP]")]
    [InlineData(Unigram, "xyz", "[CLS] ▁ [UNK] [SEP]")]
    [InlineData(BytePair, "xyz", "[CLS] ▁ [UNK] [SEP]")]
    [InlineData(Unigram, "ab<n>[MASK]", "[CLS] ▁ab <n> [MASK] [SEP]")]
    public void A_model_file_alone_encodes(int modelType, string text, string expected)
    {
        Encoding encoding = Load(modelType, "{}").Encode(text);
        Assert.Equal(expected, string.Join(' ', encoding.Tokens));
    }

    [Fact]
    public void Pairs_have_the_types_0_and_1_and_the_mask_comes_behind_all_pieces()
    {
        Tokenizer tokenizer = Load(Unigram, "{}");
        Assert.Equal([0, 0, 0, 1, 1], tokenizer.Encode("ab", "ab").TypeIds);
        Assert.Equal((0, 1, 2, 3, 12), (tokenizer.PadTokenId, tokenizer.ClsTokenId, tokenizer.SepTokenId, tokenizer.UnknownTokenId, tokenizer.MaskTokenId));
        Assert.True(tokenizer.UsesTokenTypeIds);
        Assert.Equal("ab ba", tokenizer.Decode(tokenizer.Encode("ab ba").Ids, new DecodeOptions { SkipSpecialTokens = true }));
    }

    [Fact]
    public void Settings_lower_case_and_cut_at_punctuation()
    {
        Tokenizer tokenizer = Load(Unigram, """{"do_lower_case": true, "split_by_punct": true}""");
        Assert.Equal("[CLS] ▁ab ▁ . ▁ab [SEP]", string.Join(' ', tokenizer.Encode("AB.ab").Tokens));
    }

    private Tokenizer Load(int modelType, string config)
    {
        List<byte> model = [];
        foreach ((string text, float score, int type) in Pieces)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, score);
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
            byte[] piece = [0x0A, (byte)utf8.Length, .. utf8, 0x15, .. bytes, 0x18, (byte)type];
            model.AddRange([0x0A, (byte)piece.Length, .. piece]);
        }

        byte[] unknown = [.. "[UNK]"u8];
        byte[] trainer = [0x18, (byte)modelType, 0xC0, 0x02, 3, 0xEA, 0x02, (byte)unknown.Length, .. unknown];
        model.AddRange([0x12, (byte)trainer.Length, .. trainer]);
        return Tokenizer.Load(_folder.Write("spm.model", [.. model]).Write("tokenizer_config.json", config).Path);
    }
}
