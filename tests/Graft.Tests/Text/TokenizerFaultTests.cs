using System.Text.Json.Nodes;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>Broken tokenizer files: an error that names the file, the place and the reason, and nothing else.</summary>
public sealed class TokenizerFaultTests : IDisposable
{
    private readonly TokenizerFolderBuilder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_folder_names_the_files_that_are_missing()
    {
        TokenizerException e = Fails();
        Assert.Contains("tokenizer.json", e.Message);
        Assert.Contains("vocab.txt", e.Message);
        Assert.Equal(_folder.Path, e.Path);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        TokenizerException e = Assert.Throws<TokenizerException>(() => Tokenizer.Load(Path.Combine(_folder.Path, "none")));
        Assert.Contains("no such folder", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Not found</html>")]
    [InlineData("{\"model\": {\"type\": ")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    [InlineData("[1, 2]")]
    [InlineData("{} trailing")]
    [InlineData("\"text\"")]
    public void A_file_that_is_no_JSON_object_is_refused(string content)
    {
        _folder.Write("tokenizer.json", content);
        TokenizerException e = Fails("tokenizer.json");
        Assert.True(e.Place is not null || e.Problem.Contains("model", StringComparison.Ordinal), e.Message);
    }

    [Theory]
    [InlineData("normalizer")]
    [InlineData("model")]
    [InlineData("something")]
    [Trait("Fault", "5")]
    public void Deep_nesting_is_refused_without_a_stack_overflow(string member)
    {
        _folder.Write("tokenizer.json", $"{{\"{member}\": {string.Concat(Enumerable.Repeat("{\"a\":[", 50_000))}");
        Fails("tokenizer.json");
    }

    [Fact]
    public void A_file_that_is_no_UTF_8_is_refused()
    {
        _folder.Write("tokenizer.json", [.. "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\""u8, 0xFF, 0xFE, .. "\": 0}}}"u8]);
        Fails("tokenizer.json");
    }

    [Fact]
    public void A_lone_surrogate_in_a_token_is_refused()
    {
        _folder.Write("tokenizer.json", "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"[UNK]\": 0, \"\\ud800\": 1}}}");
        Fails("tokenizer.json");
    }

    [Theory]
    [InlineData("model", "Magic", "BPE", "Unigram", "WordLevel", "WordPiece")]
    [InlineData("normalizer", "Magic", "BertNormalizer", "NFC", "Precompiled")]
    [InlineData("pre_tokenizer", "Magic", "ByteLevel", "Metaspace", "Whitespace")]
    [InlineData("post_processor", "Magic", "RobertaProcessing", "TemplateProcessing")]
    [InlineData("decoder", "Magic", "ByteLevel", "WordPiece")]
    public void An_unknown_type_is_answered_with_the_known_ones(string member, string type, params string[] known)
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json[member]!["type"] = type;
        _folder.Write(json);
        TokenizerException e = Fails("tokenizer.json");
        Assert.Contains("Magic", e.Message);
        Assert.StartsWith(member, e.Place);
        Assert.All(known, name => Assert.Contains(name, e.Message));
    }

    [Theory]
    [InlineData("good bad")]
    [InlineData("g ood")]
    public void A_merge_that_names_an_unknown_token_is_refused(string merge)
    {
        JsonObject json = TokenizerFolderBuilder.ByteLevel();
        json["model"]!["merges"]!.AsArray().Add(merge);
        _folder.Write(json);
        TokenizerException e = Fails("tokenizer.json");
        Assert.Contains(merge, e.Message);
        Assert.Equal("model.merges[5]", e.Place);
    }

    [Theory]
    [InlineData("\"one\"")]
    [InlineData("\"a b c\"")]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\", \"b\", \"c\"]")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_merge_that_is_not_two_tokens_is_refused(string merge)
    {
        JsonObject json = TokenizerFolderBuilder.ByteLevel();
        json["model"]!["merges"] = new JsonArray(JsonNode.Parse(merge));
        _folder.Write(json);
        Assert.Equal("model.merges[0]", Fails("tokenizer.json").Place);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("2147483647")]
    [InlineData("16000000")] // room for 16 million tokens, asked for by a file of a few hundred bytes
    [InlineData("1.5")]
    [InlineData("\"7\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\": 4}")]
    public void An_id_that_is_out_of_range_or_no_number_is_refused(string id)
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json["model"]!["vocab"]!["odd"] = JsonNode.Parse(id);
        _folder.Write(json);
        TokenizerException e = Fails("tokenizer.json");
        Assert.Contains("odd", e.Message);
        Assert.Equal("model.vocab", e.Place);
    }

    [Fact]
    public void Two_tokens_with_one_id_are_refused()
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json["model"]!["vocab"]!["again"] = 6;
        _folder.Write(json);
        TokenizerException e = Fails("tokenizer.json");
        Assert.Contains("'good'", e.Message);
        Assert.Contains("'again'", e.Message);
    }

    [Fact]
    public void One_token_with_two_ids_is_refused()
    {
        _folder.Write("tokenizer.json", TokenizerFolderBuilder.WordPiece().ToJsonString().Replace("\"bad\":10", "\"bad\":10,\"bad\":11", StringComparison.Ordinal));
        Assert.Contains("'bad'", Fails("tokenizer.json").Message);
    }

    [Fact]
    public void An_added_token_with_the_id_of_another_is_refused()
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id": 6, "content": "<x>"}"""));
        _folder.Write(json);
        TokenizerException e = Fails();
        Assert.Contains("'good'", e.Message);
        Assert.Contains("'<x>'", e.Message);
    }

    [Fact]
    public void A_template_with_an_id_that_the_vocabulary_does_not_have_is_refused()
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        json["post_processor"]!["sep"] = new JsonArray("[SEP]", 11);
        _folder.Write(json);
        TokenizerException e = Fails();
        Assert.Equal("post_processor", e.Place);
        Assert.Contains("11", e.Message);
    }

    [Theory]
    [InlineData("model.unk_token", "\"[NONE]\"")]
    [InlineData("model.max_input_chars_per_word", "\"many\"")]
    [InlineData("model.max_input_chars_per_word", "-5")]
    [InlineData("model.vocab", "{}")]
    [InlineData("model.vocab", "7")]
    [InlineData("model.type", "3")]
    [InlineData("normalizer.lowercase", "\"yes\"")]
    [InlineData("normalizer", "[]")]
    [InlineData("post_processor.sep", "[\"[SEP]\"]")]
    [InlineData("post_processor.cls", "[\"[CLS]\", -2]")]
    [InlineData("added_tokens", "{}")]
    [InlineData("added_tokens", "[{\"id\": \"7\", \"content\": \"x\"}]")]
    [InlineData("added_tokens", "[{\"id\": 7}]")]
    [InlineData("decoder.prefix", "false")]
    public void A_wrong_setting_is_named(string place, string value)
    {
        JsonObject json = TokenizerFolderBuilder.WordPiece();
        string[] path = place.Split('.');
        JsonNode node = json;
        foreach (string name in path[..^1])
        {
            node = node[name]!;
        }

        node[path[^1]] = JsonNode.Parse(value);
        _folder.Write(json);
        Assert.Contains(path[0], Fails("tokenizer.json").Place);
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("/////w==")]
    [InlineData("not base64!")]
    [InlineData("BAAAAA==")]
    public void A_broken_map_of_characters_is_refused(string map)
    {
        JsonObject json = TokenizerFolderBuilder.Unigram();
        json["normalizer"] = new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = map };
        _folder.Write(json);
        Assert.Equal("normalizer.precompiled_charsmap", Fails("tokenizer.json").Place);
    }

    [Theory]
    [InlineData("(unclosed")]
    [InlineData("[z-a]")]
    public void A_broken_expression_is_refused(string pattern)
    {
        JsonObject json = TokenizerFolderBuilder.Unigram();
        json["normalizer"] = JsonNode.Parse($$"""{"type": "Replace", "pattern": {"Regex": "{{pattern}}"}, "content": ""}""");
        _folder.Write(json);
        Assert.Contains(pattern, Fails("tokenizer.json").Message);
    }

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\", \"b\"]")]
    [InlineData("[\"zz\", 1e999]")]
    [InlineData("[1, 2]")]
    [InlineData("\"a\"")]
    public void A_broken_scored_vocabulary_is_refused(string entry)
    {
        JsonObject json = TokenizerFolderBuilder.Unigram();
        string text = json.ToJsonString().Replace("[\"o\",-6.0]", entry, StringComparison.Ordinal);
        _folder.Write("tokenizer.json", text);
        TokenizerException e = Fails("tokenizer.json");
        Assert.StartsWith("model.vocab", e.Place);
    }

    [Theory]
    [InlineData("{\"model_max_length\": \"long\"}", "model_max_length")]
    [InlineData("{\"model_max_length\": -1}", "model_max_length")]
    [InlineData("{\"padding_side\": \"up\"}", "padding_side")]
    [InlineData("{\"cls_token\": 5}", "cls_token")]
    [InlineData("{\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}}", "added_tokens_decoder")]
    [InlineData("[]", "tokenizer_config")]
    [InlineData("{", "line 1")]
    [InlineData("", "line 1")]
    public void Wrong_settings_beside_the_tokenizer_are_named(string config, string place)
    {
        _folder.Write(TokenizerFolderBuilder.WordPiece()).Write("tokenizer_config.json", config);
        Assert.Contains(place, Fails("tokenizer_config.json").Place);
    }

    [Fact]
    public void A_vocabulary_file_without_the_special_tokens_is_refused()
    {
        _folder.Write("vocab.txt", "a\nb\n");
        Assert.Contains("[UNK]", Fails("vocab.txt").Message);
    }

    [Theory]
    [InlineData("tokenizer_config.json", "tokenizer_class", "BertJapaneseTokenizer")]
    [InlineData("tokenizer_config.json", "tokenizer_class", "PhobertTokenizer")]
    [InlineData("tokenizer_config.json", "word_tokenizer_type", "mecab")]
    [InlineData("tokenizer_config.json", "subword_tokenizer_type", "character")]
    [InlineData("config.json", "tokenizer_class", "BertJapaneseTokenizer")]
    public void A_vocabulary_file_that_is_not_read_as_BERT_reads_it_is_refused(string file, string entry, string value)
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n").Write(file, $"{{\"model_type\": \"bert\", \"{entry}\": \"{value}\"}}");
        TokenizerException e = Fails(file);
        Assert.EndsWith(entry, e.Place, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", e.Message);
        Assert.Contains("--tokenizer", e.Remedy);
    }

    [Fact]
    [Trait("Fault", "44")]
    public void A_vocabulary_file_that_is_no_UTF_8_is_refused()
    {
        _folder.Write("vocab.txt", [.. "[PAD]\n"u8, 0xE9, 0x0A]);
        Assert.Equal("byte 6", Fails("vocab.txt").Place);
    }

    [Fact]
    public void Merges_beside_a_vocabulary_are_checked()
    {
        _folder.Write("vocab.json", "{\"a\": 0, \"b\": 1, \"<|endoftext|>\": 2}").Write("merges.txt", "#version: 0.2\na b\n");
        TokenizerException e = Fails("merges.txt");
        Assert.Equal("line 2", e.Place);
        Assert.Contains("'ab'", e.Message);
    }

    private TokenizerException Fails(string? file = null)
    {
        TokenizerException e = Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.Path));
        if (file is not null)
        {
            Assert.Equal(Path.Combine(_folder.Path, file), e.Path);
        }

        return e;
    }
}
