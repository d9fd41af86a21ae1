using System.Text.Json.Nodes;
using Graft.Tensors;
using Graft.Testing;
using Graft.Text;

namespace Graft.Tests.Text;

public sealed class TokenizerTests : IDisposable
{
    private readonly TokenizerFolderBuilder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_tokenizer_knows_its_special_tokens()
    {
        string path = SharedFolder.Project("models", "minilm-l6-h384-uncased");
        Tokenizer tokenizer = Tokenizer.Load(path);
        Assert.Equal(path, tokenizer.Folder);
        Assert.Equal((0, 100, 101, 102, 103), (tokenizer.PadTokenId, tokenizer.UnknownTokenId, tokenizer.ClsTokenId, tokenizer.SepTokenId, tokenizer.MaskTokenId));
        Assert.Equal("[PAD]", tokenizer.PadToken);
        Assert.Equal(30522, tokenizer.VocabularySize);
        Assert.True(tokenizer.UsesTokenTypeIds);
        Assert.Equal("film", tokenizer.IdToToken(tokenizer.TokenToId("film")!.Value));
        Assert.Null(tokenizer.TokenToId("no such token"));
        Assert.Null(tokenizer.IdToToken(-1));
        Assert.Null(tokenizer.IdToToken(30522));
    }

    [Fact]
    public void An_encoding_tells_tokens_types_and_places()
    {
        Encoding encoding = Load().Encode("A good", "film!", new EncodeOptions { Padding = PaddingStrategy.MaxLength, MaxLength = 9 });
        Assert.Equal(["[CLS]", "a", "good", "[SEP]", "film", "!", "[SEP]", "[PAD]", "[PAD]"], encoding.Tokens);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 0, 0], encoding.TypeIds);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0, 0], encoding.AttentionMask);
        Assert.Equal([1, 0, 0, 1, 0, 0, 1, 1, 1], encoding.SpecialTokensMask);
        Assert.Equal([-1, 0, 0, -1, 1, 1, -1, -1, -1], encoding.SequenceIds);
        Assert.Equal(new TextSpan(2, 6), encoding.Utf16Offsets[2]);
        Assert.Equal(new TextSpan(0, 4), encoding.Offsets[4]);
    }

    [Fact]
    public void A_batch_may_mix_pairs_and_single_texts()
    {
        IReadOnlyList<Encoding> batch = Load().EncodeBatch(["good", "good"], [null, ""], new EncodeOptions { Padding = PaddingStrategy.Longest });
        Assert.Equal([2, 6, 3, 0], batch[0].Ids);
        Assert.Equal([2, 6, 3, 3], batch[1].Ids);
    }

    [Fact]
    public void Without_offsets_none_are_given()
    {
        Encoding encoding = Load().Encode("good", null, new EncodeOptions { ReturnOffsets = false });
        Assert.Empty(encoding.Offsets);
        Assert.Empty(encoding.Utf16Offsets);
    }

    [Fact]
    public void Lone_surrogates_count_as_one_unknown_character()
    {
        Encoding encoding = Load().Encode("good \uD83D film \uDE00");
        Assert.Equal("good film", Load().Decode(encoding.Ids, new DecodeOptions { SkipSpecialTokens = true }));
        Assert.Equal(new TextSpan(7, 11), encoding.Utf16Offsets[2]);
    }

    [Theory]
    [InlineData("512", 512)]
    [InlineData("1000000000000000019884624838656", null)]
    [InlineData("2147483647", null)]
    [InlineData("1e30", null)]
    [InlineData("null", null)]
    public void The_maximum_length_is_null_where_the_file_means_no_limit(string value, int? expected)
    {
        _folder.Write("tokenizer_config.json", $"{{\"model_max_length\": {value}}}");
        Assert.Equal(expected, Load().ModelMaxLength);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{\"tokenizer_class\": \"RobertaTokenizerFast\"}", false)]
    [InlineData("{\"model_input_names\": [\"input_ids\", \"attention_mask\"]}", false)]
    [InlineData("{\"tokenizer_class\": \"RobertaTokenizer\", \"model_input_names\": [\"input_ids\", \"token_type_ids\"]}", true)]
    public void Whether_type_ids_are_used_follows_the_settings(string config, bool expected)
    {
        _folder.Write("tokenizer_config.json", config);
        Assert.Equal(expected, Load().UsesTokenTypeIds);
    }

    [Fact]
    public void Sides_in_the_settings_are_obeyed_and_options_come_first()
    {
        _folder.Write("tokenizer_config.json", """{"padding_side": "left", "truncation_side": "left", "pad_token": "[PAD]"}""");
        Tokenizer tokenizer = Load();
        EncodeOptions cut = new() { MaxLength = 3, Truncation = TruncationStrategy.LongestFirst };
        EncodeOptions padded = new() { MaxLength = 4, Padding = PaddingStrategy.MaxLength };
        Assert.Equal([2, 7, 3], tokenizer.Encode("good film", null, cut).Ids);
        Assert.Equal([2, 7, 3], tokenizer.EncodeIds("good film", null, 3));
        Assert.Equal([2, 6, 3], tokenizer.Encode("good film", null, cut with { TruncationSide = TruncationSide.Right }).Ids);
        Assert.Equal([0, 2, 6, 3], tokenizer.Encode("good", null, padded).Ids);
        Assert.Equal([2, 6, 3, 0], tokenizer.Encode("good", null, padded with { PaddingSide = PaddingSide.Right }).Ids);
    }

    [Fact]
    public void A_special_token_that_only_the_settings_name_is_added()
    {
        _folder.Write("tokenizer_config.json", """{"mask_token": {"content": "<m>", "lstrip": true}, "additional_special_tokens": ["bad"]}""");
        Tokenizer tokenizer = Load();
        Assert.Equal((11, 11, 12), (tokenizer.MaskTokenId, tokenizer.TokenToId("<m>"), tokenizer.VocabularySize));
        Encoding encoding = tokenizer.Encode("good  <m>bad");
        Assert.Equal([2, 6, 11, 10, 3], encoding.Ids);
        Assert.Equal(new TextSpan(4, 9), encoding.Utf16Offsets[2]);
        Assert.Equal("good", tokenizer.Decode(encoding.Ids, new DecodeOptions { SkipSpecialTokens = true }));
    }

    [Theory]
    [InlineData(-1, 0, null)]
    [InlineData(8, -1, null)]
    [InlineData(8, 0, 0)]
    [InlineData(10, 0, 8)]
    [InlineData(4, 2, null)]
    public void Options_that_cannot_be_met_are_refused(int maxLength, int stride, int? multiple)
    {
        EncodeOptions options = new()
        {
            MaxLength = maxLength, Stride = stride, PadToMultipleOf = multiple, ReturnOverflow = true,
            Truncation = TruncationStrategy.LongestFirst, Padding = PaddingStrategy.Longest,
        };
        Assert.Throws<TokenizerException>(() => Load().Encode("good film bad a good film", null, options));
    }

    [Fact]
    public void Lists_of_different_length_are_refused() =>
        Assert.Throws<TokenizerException>(() => Load().EncodeBatch(["a"], ["b", "c"]));

    [Fact]
    public void Unknown_bytes_fall_back_to_byte_tokens()
    {
        JsonObject json = JsonNode.Parse("""
            {"decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]},
             "model": {"type": "BPE", "byte_fallback": true, "unk_token": "<unk>", "fuse_unk": true,
                       "vocab": {"<unk>": 0, "a": 1, "<0xC3>": 2, "<0xA9>": 3, "aa": 4}, "merges": [["a", "a"]]}}
            """)!.AsObject();
        Tokenizer tokenizer = Load(json);
        Encoding encoding = tokenizer.Encode("aaéßß");
        Assert.Equal([4, 2, 3, 0], encoding.Ids);
        Assert.Equal([new(0, 2), new(2, 3), new(2, 3), new(3, 5)], encoding.Utf16Offsets);
        Assert.Equal("aaé", tokenizer.Decode([4, 2, 3]));
    }

    [Fact]
    public void Long_words_merge_like_short_ones()
    {
        // 64 symbols is where the way of merging changes
        JsonObject json = JsonNode.Parse("""
            {"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "aba": 3, "abab": 4}, "merges": ["a b", "ab ab", "ab a"]}}
            """)!.AsObject();
        Tokenizer tokenizer = Load(json);
        Assert.Equal(Enumerable.Repeat(4, 16), tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 32))).Ids);
        Assert.Equal([.. Enumerable.Repeat(4, 2_500), 3], tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 5_000)) + "aba").Ids);
    }

    [Fact]
    [Trait("Fault", "46")]
    public void A_text_of_10_MB_encodes()
    {
        string text = string.Concat(Enumerable.Repeat("A good film, and a bad one! ", 10_000_000 / 28));
        int[] ids = Load().EncodeIds(text, null, int.MaxValue);
        Assert.Equal(10_000_000 / 28 * 9 + 2, ids.Length);
    }

    [Theory]
    [InlineData("ByteLevel")]
    [InlineData("Unigram")]
    [InlineData("WordPiece")]
    [Trait("Fault", "46")]
    public void A_single_word_of_300_000_characters_encodes(string kind)
    {
        JsonObject json = kind switch
        {
            "ByteLevel" => TokenizerFolderBuilder.ByteLevel(),
            "Unigram" => TokenizerFolderBuilder.Unigram(),
            _ => TokenizerFolderBuilder.WordPiece(),
        };
        Encoding encoding = Load(json).Encode(string.Concat(Enumerable.Repeat("good", 75_000)));
        Assert.Equal(kind switch { "ByteLevel" => 75_000, "WordPiece" => 3, _ => encoding.Length }, encoding.Length);
        Assert.Contains(encoding.Utf16Offsets, s => s.End == 300_000);
    }

    [Fact]
    public void A_word_level_tokenizer_looks_words_up()
    {
        JsonObject json = JsonNode.Parse("""
            {"pre_tokenizer": {"type": "Whitespace"}, "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {"<unk>": 0, "good": 1}}}
            """)!.AsObject();
        Assert.Equal([1, 0, 1], Load(json).Encode("good bad good").Ids);
        Assert.Equal("good <unk>", Load(json).Decode([1, 0]));
    }

    [Fact]
    public void A_word_of_more_than_the_maximum_of_characters_is_unknown()
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json["model"]!["max_input_chars_per_word"] = 3;
        Tokenizer tokenizer = Load(json);
        Assert.Equal([2, 4, 5, 5, 3], tokenizer.Encode("abb").Ids);
        Assert.Equal([2, 1, 3], tokenizer.Encode("abbb").Ids);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_vocabulary_file_alone_is_a_BERT_tokenizer(string newLine)
    {
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "##ness", "É"];
        _folder.Write("vocab.txt", string.Concat(tokens.Select(t => t + newLine)) + newLine);
        Assert.Equal([2, 5, 6, 1, 4, 3], Tokenizer.Load(_folder.Path).Encode("Goodness É[MASK]").Ids);
        Assert.Equal(8, Tokenizer.Load(_folder.Path).VocabularySize);

        _folder.Write("tokenizer_config.json", """{"do_lower_case": false}""");
        Assert.Equal([2, 1, 7, 3], Tokenizer.Load(_folder.Path).Encode("Goodness É").Ids);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "ElectraTokenizerFast", "word_tokenizer_type": "basic", "subword_tokenizer_type": "wordpiece"}""")]
    [InlineData("config.json", """{"tokenizer_class": "MobileBertTokenizer"}""")]
    [InlineData("config.json", """{"model_type": "bert", "tokenizer_class": null}""")]
    public void A_vocabulary_file_of_a_family_that_took_BERTs_tokenizer_over_is_read(string file, string content)
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\n").Write(file, content);
        Assert.Equal([2, 5, 3], Tokenizer.Load(_folder.Path).Encode("good").Ids);
    }

    [Fact]
    public void The_class_in_the_tokenizers_own_settings_comes_before_that_of_the_model()
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\n")
            .Write("config.json", """{"tokenizer_class": "BertJapaneseTokenizer"}""").Write("tokenizer_config.json", """{"tokenizer_class": "BertTokenizer"}""");
        Assert.Equal([2, 5, 3], Tokenizer.Load(_folder.Path).Encode("good").Ids);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class": "MPNetTokenizer"}""")]
    [InlineData("config.json", """{"model_type": "mpnet"}""")]
    public void A_vocabulary_file_of_MPNet_has_its_special_tokens_and_two_between_a_pair(string file, string content)
    {
        _folder.Write("vocab.txt", "<s>\n<pad>\n</s>\n<unk>\n[UNK]\ngood\n<mask>\n").Write(file, content);
        Tokenizer tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([0, 5, 4, 6, 2, 2, 5, 2], tokenizer.Encode("good bad <mask>", "good").Ids);
        Assert.Equal([0, 5, 2], tokenizer.EncodeIds("good", null, 512));
        Assert.Equal(1, tokenizer.PadTokenId);
        Assert.False(tokenizer.UsesTokenTypeIds);
    }

    [Fact]
    public void A_token_on_two_lines_of_a_vocabulary_file_has_the_id_of_the_later_one()
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\na\n");
        Tokenizer tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([2, 7, 6, 3], tokenizer.Encode("a b").Ids);
        Assert.Null(tokenizer.IdToToken(5));
        Assert.Equal(8, tokenizer.VocabularySize);
    }

    [Fact]
    public void A_byte_level_vocabulary_alone_is_GPT_2s_or_RoBERTas()
    {
        JsonObject json = TokenizerFolderBuilder.ByteLevel();
        JsonObject vocabulary = json["model"]!["vocab"]!.DeepClone().AsObject();
        string merges = "#version: 0.2\n" + string.Concat(json["model"]!["merges"]!.AsArray().Select(m => m!.GetValue<string>() + "\n"));
        vocabulary["<|endoftext|>"] = vocabulary.Count;
        _folder.Write("vocab.json", vocabulary.ToJsonString()).Write("merges.txt", merges);
        Assert.Equal([258, 259], Tokenizer.Load(_folder.Path).Encode("good good").Ids);

        foreach (string token in new[] { "<s>", "</s>", "<unk>", "<pad>", "<mask>" })
        {
            vocabulary[token] = vocabulary.Count;
        }

        _folder.Write("vocab.json", vocabulary.ToJsonString()).Write("tokenizer_config.json", """{"add_prefix_space": true}""");
        Tokenizer roberta = Tokenizer.Load(_folder.Path);
        Encoding encoding = roberta.Encode("good  <mask>", "good");
        Assert.Equal(["<s>", "Ġgood", "  <mask>", "</s>", "</s>", "Ġgood", "</s>"], encoding.Tokens);
        Assert.Equal([new(0, 0), new(0, 4), new(6, 12), new(0, 0), new(0, 0), new(0, 4), new(0, 0)], encoding.Utf16Offsets);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], encoding.TypeIds);
        Assert.False(roberta.UsesTokenTypeIds);
    }

    [Fact]
    public void Saving_into_its_own_folder_changes_nothing()
    {
        Tokenizer tokenizer = Load();
        tokenizer.Save(_folder.Path);
        Assert.Equal(["tokenizer.json"], Directory.EnumerateFiles(_folder.Path).Select(p => Path.GetFileName(p)));
    }

    [Fact]
    public void Saving_where_a_file_is_in_the_way_is_refused_and_leaves_no_temporary_file()
    {
        Tokenizer tokenizer = Load();
        string target = Path.Combine(_folder.Path, "target");
        Directory.CreateDirectory(Path.Combine(target, "tokenizer.json"));
        Assert.Throws<FileWriteException>(() => tokenizer.Save(target));
        Assert.Empty(Directory.EnumerateFiles(target));
    }

    private Tokenizer Load(JsonObject? json = null) => Tokenizer.Load(_folder.Write(json ?? TokenizerFolderBuilder.WordPiece()).Path);
}
