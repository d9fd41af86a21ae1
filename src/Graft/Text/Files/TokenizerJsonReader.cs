using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>Reads tokenizer.json. The vocabulary is read as a stream; only the small parts are held as JSON.</summary>
internal sealed class TokenizerJsonReader
{
    private readonly string _path;
    private readonly byte[] _json;
    private readonly TokenizerParts _parts;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private Range _model;

    private TokenizerJsonReader(string path, byte[] json, TokenizerParts parts)
    {
        _path = path;
        _json = json;
        _parts = parts;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerException">It is broken, or names something unknown.</exception>
    public static TokenizerBlueprint Read(string path, TokenizerParts parts) =>
        JsonPlaces.Guard(path, new TokenizerJsonReader(path, JsonPlaces.ReadBytes(path), parts).Read);

    private TokenizerBlueprint Read()
    {
        Utf8JsonReader reader = new(_json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new TokenizerException("an object is expected.", _path, "byte 0");
        }

        bool hasModel = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "model")
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw new TokenizerException($"an object is expected, not {reader.TokenType}.", _path, "model");
                }

                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                _model = start..(int)reader.BytesConsumed;
                hasModel = true;
            }
            else
            {
                _members[name] = JsonElement.ParseValue(ref reader);
            }
        }

        reader.Read(); // nothing may follow
        if (!hasModel)
        {
            throw new TokenizerException("there is no 'model'.", _path, remedy: "Is this a tokenizer.json?");
        }

        return new TokenizerBlueprint
        {
            Model = ModelReader.Read(_path, _json.AsSpan()[_model], _parts),
            Normalizer = Part("normalizer") is { } normalizer ? _parts.Normalizer(normalizer) : null,
            PreTokenizer = Part("pre_tokenizer") is { } preTokenizer ? _parts.PreTokenizer(preTokenizer) : null,
            PostProcessor = Part("post_processor") is { } postProcessor ? _parts.PostProcessor(postProcessor) : null,
            Decoder = Part("decoder") is { } decoder ? _parts.Decoder(decoder) : null,
            AddedTokens = AddedTokens(),
        };
    }

    private PartDefinition? Part(string name) =>
        _members.TryGetValue(name, out JsonElement json) && json.ValueKind != JsonValueKind.Null
            ? new PartDefinition(json, _path, name, _parts)
            : null;

    private List<AddedTokenEntry> AddedTokens()
    {
        List<AddedTokenEntry> tokens = [];
        if (!_members.TryGetValue("added_tokens", out JsonElement list) || list.ValueKind == JsonValueKind.Null)
        {
            return tokens;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new TokenizerException($"a list is expected, not {list.ValueKind}.", _path, "added_tokens");
        }

        foreach (JsonElement json in list.EnumerateArray())
        {
            PartDefinition d = new(json, _path, $"added_tokens[{tokens.Count}]", _parts);
            tokens.Add(AddedTokenEntry.Read(d, d.Integer("id", null, 0, Models.Vocabulary.LargestId)));
        }

        return tokens;
    }
}
