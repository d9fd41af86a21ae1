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

    private readonly Vocabulary RequireVocabulary(PartDefinition d) => _vocabulary is { Count: > 0 }
        ? _vocabulary
        : throw d.Error("there is no vocabulary.", "vocab");

    private static int Require(PartDefinition d, Vocabulary vocabulary, string token, string name) =>
        vocabulary.Find(token) is >= 0 and int id ? id : throw d.Error($"the token '{token}' is not in the vocabulary.", name);
}
