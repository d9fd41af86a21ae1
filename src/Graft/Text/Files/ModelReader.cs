using System.Buffers;
using System.Text.Json;
using Graft.Text.Models;

namespace Graft.Text.Files;

/// <summary>Reads the "model" of tokenizer.json: the vocabulary as a stream, the settings as JSON.</summary>
internal ref struct ModelReader
{
    private readonly string _path;
    private readonly TokenizerParts _parts;
    private readonly Dictionary<string, JsonElement> _settings = new(StringComparer.Ordinal);
    private Vocabulary? _vocabulary;
    private List<double>? _scores;
    private List<(string Left, string Right)>? _merges;

    private ModelReader(string path, TokenizerParts parts)
    {
        _path = path;
        _parts = parts;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="json">The model's object.</param>
    /// <param name="parts">Models beside the built-in ones.</param>
    public static ITokenModel Read(string path, ReadOnlySpan<byte> json, TokenizerParts parts)
    {
        ModelReader model = new(path, parts);
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "vocab" when reader.TokenType == JsonTokenType.StartObject:
                    model._vocabulary = VocabularyReader.ReadObject(ref reader, path, "model.vocab");
                    break;
                case "vocab" when reader.TokenType == JsonTokenType.StartArray:
                    (model._vocabulary, model._scores) = VocabularyReader.ReadScores(ref reader, path, "model.vocab");
                    break;
                case "merges" when reader.TokenType == JsonTokenType.StartArray:
                    model._merges = VocabularyReader.ReadMerges(ref reader, path, "model.merges");
                    break;
                default:
                    model._settings[name] = JsonElement.ParseValue(ref reader);
                    break;
            }
        }

        return model.Build(json);
    }

    private readonly ITokenModel Build(ReadOnlySpan<byte> json)
    {
        PartDefinition d = new(Settings(), _path, "model", _parts);

        // The oldest files do not name the type: each kind has settings that no other has.
        string type = d.String("type",
            _merges is not null ? "BPE" : _scores is not null ? "Unigram" : d.Has("max_input_chars_per_word") ? "WordPiece" : "WordLevel");
        if (_parts.HasModel(type))
        {
            Utf8JsonReader whole = new(json);
            return _parts.Model(new PartDefinition(JsonElement.ParseValue(ref whole), _path, "model", _parts));
        }

        return type switch
        {
            "WordPiece" => WordPiece(d),
            "BPE" => BytePair(d),
            "Unigram" => Unigram(d),
            "WordLevel" => WordLevel(d),
            _ => throw d.Error(
                $"the model type '{type}' is unknown; known are {string.Join(", ", _parts.ModelTypes.Concat(["BPE", "Unigram", "WordLevel", "WordPiece"]).Order(StringComparer.Ordinal))}.",
                "type", "Register a model of that type with TokenizerParts."),
        };
    }

    private readonly JsonElement Settings()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in _settings)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        Utf8JsonReader reader = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private readonly WordPieceModel WordPiece(PartDefinition d)
    {
        Vocabulary vocabulary = RequireVocabulary(d);
        string unknown = d.String("unk_token", "[UNK]");
        return new WordPieceModel(
            vocabulary, Require(d, vocabulary, unknown, "unk_token"), d.String("continuing_subword_prefix", "##"),
            d.Integer("max_input_chars_per_word", 100));
    }

    private readonly WordLevelModel WordLevel(PartDefinition d)
    {
        Vocabulary vocabulary = RequireVocabulary(d);
        return new WordLevelModel(vocabulary, Require(d, vocabulary, d.String("unk_token", "<unk>"), "unk_token"));
    }

    private readonly UnigramModel Unigram(PartDefinition d)
    {
        Vocabulary vocabulary = RequireVocabulary(d);
        List<double> scores = _scores ?? throw d.Error("a list of tokens and scores is expected.", "vocab");
        int unknown = d.Integer("unk_id", -1, -1);
        return unknown < vocabulary.Size
            ? new UnigramModel(vocabulary, scores, unknown, d.Boolean("byte_fallback", false))
            : throw d.Error($"the id {unknown} is not in the vocabulary of {vocabulary.Size} tokens.", "unk_id");
    }

    private readonly BytePairModel BytePair(PartDefinition d)
    {
        Vocabulary vocabulary = RequireVocabulary(d);
        BytePairOptions options = new()
        {
            UnknownId = d.Has("unk_token") ? Require(d, vocabulary, d.String("unk_token"), "unk_token") : -1,
            FuseUnknown = d.Boolean("fuse_unk", false),
            ByteFallback = d.Boolean("byte_fallback", false),
            IgnoreMerges = d.Boolean("ignore_merges", false),
            Prefix = d.String("continuing_subword_prefix", ""),
            Suffix = d.String("end_of_word_suffix", ""),
        };
        return new BytePairModel(
            vocabulary, MergeReader.Table(vocabulary, _merges ?? throw d.Error("there are no merges.", "merges"), options.Prefix, _path, i => $"model.merges[{i}]"), options);
    }

    private readonly Vocabulary RequireVocabulary(PartDefinition d) => _vocabulary is { Count: > 0 }
        ? _vocabulary
        : throw d.Error("there is no vocabulary.", "vocab");

    private static int Require(PartDefinition d, Vocabulary vocabulary, string token, string name) =>
        vocabulary.Find(token) is >= 0 and int id ? id : throw d.Error($"the token '{token}' is not in the vocabulary.", name);
}
