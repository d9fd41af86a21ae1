using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graft.Tests.Text;

/// <summary>A temporary folder with a small tokenizer, to be broken by tests.</summary>
internal sealed class TokenizerFolderBuilder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graft-tokenizer-");

    /// <summary>Where it lies.</summary>
    public string Path => _folder.FullName;

    /// <summary>A WordPiece tokenizer of a handful of words.</summary>
    public static JsonObject WordPiece() => JsonNode.Parse("""
        {
          "version": "1.0",
          "added_tokens": [
            {"id": 0, "content": "[PAD]", "special": true}, {"id": 1, "content": "[UNK]", "special": true},
            {"id": 2, "content": "[CLS]", "special": true}, {"id": 3, "content": "[SEP]", "special": true}
          ],
          "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
          "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
          "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "##b": 5, "good": 6, "film": 7, ".": 8, "!": 9, "bad": 10}
          }
        }
        """)!.AsObject();

    /// <summary>A byte-level tokenizer that knows every byte and a few merges.</summary>
    public static JsonObject ByteLevel()
    {
        JsonObject vocabulary = [];
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Add(Graft.Text.PreTokenizers.ByteAlphabet.Character((byte)b).ToString(), b);
        }

        string[] merges = ["o o", "g oo", "goo d", "Ġ good", "Ã ©"];
        foreach (string merge in merges)
        {
            vocabulary.Add(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);
        }

        return new JsonObject
        {
            ["added_tokens"] = JsonNode.Parse("""[{"id": 261, "content": "<mask>", "special": true, "lstrip": true}, {"id": 262, "content": "<w>", "single_word": true, "rstrip": true}]"""),
            ["normalizer"] = JsonNode.Parse("""{"type": "NFC"}"""),
            ["pre_tokenizer"] = JsonNode.Parse("""{"type": "ByteLevel", "add_prefix_space": false}"""),
            ["decoder"] = JsonNode.Parse("""{"type": "ByteLevel"}"""),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray([.. merges.Select(m => JsonValue.Create(m))]) },
        };
    }

    /// <summary>A Unigram tokenizer of a handful of pieces.</summary>
    public static JsonObject Unigram() => JsonNode.Parse("""
        {
          "normalizer": {"type": "NFKC"},
          "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
          "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
          "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁", -2.0], ["a", -3.0], ["b", -3.5], ["ab", -4.0], ["▁ab", -5.0], ["▁good", -3.0], ["o", -6.0]]}
        }
        """)!.AsObject();

    /// <summary>The folder of a Unigram tokenizer that knows "a" and "b", and nothing for what it does not know.</summary>
    public static TokenizerFolderBuilder WithoutUnknown() =>
        new TokenizerFolderBuilder().Write(JsonNode.Parse("""{"model": {"type": "Unigram", "unk_id": null, "vocab": [["a", -1.0], ["b", -2.0]]}}""")!);

    /// <summary>Writes a file.</summary>
    public TokenizerFolderBuilder Write(string name, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>Writes a file.</summary>
    public TokenizerFolderBuilder Write(string name, byte[] content)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>Writes tokenizer.json.</summary>
    public TokenizerFolderBuilder Write(JsonNode tokenizer) => Write("tokenizer.json", tokenizer.ToJsonString(new JsonSerializerOptions { MaxDepth = 2_000 }));

    public void Dispose() => _folder.Delete(recursive: true);
}
