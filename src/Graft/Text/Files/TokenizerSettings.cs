using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>
/// What tokenizer_config.json and special_tokens_map.json say: special tokens, sides, lengths, and for folders without
/// tokenizer.json how the text is prepared. The tokenizer's class may stand in the model's config.json alone.
/// </summary>
internal sealed class TokenizerSettings
{
    /// <summary>MPNet's class, whose special tokens and pairs are not BERT's.</summary>
    public const string MpNetClass = "MPNetTokenizer";

    /// <summary>The names of special tokens in these files.</summary>
    private static readonly string[] Names =
        ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly Dictionary<string, AddedTokenEntry> _special = new(StringComparer.Ordinal);
    private readonly List<AddedTokenEntry> _additional = [];

    private TokenizerSettings(PartDefinition config) => (Config, ClassSource) = (config, config);

    /// <summary>tokenizer_config.json; empty if there is none.</summary>
    public PartDefinition Config { get; }

    /// <summary>The tokenizer's class without "Fast" at its end, or an empty string: as tokenizer_config.json names it, else config.json.</summary>
    public string Class { get; private set; } = "";

    /// <summary>The file that names the class.</summary>
    public PartDefinition ClassSource { get; private set; }

    /// <summary>Tokens with ids that the config adds (added_tokens_decoder, added_tokens.json).</summary>
    public List<AddedTokenEntry> Added { get; } = [];

    /// <summary>All special tokens that the files name, each once.</summary>
    public IEnumerable<AddedTokenEntry> SpecialTokens => Names.Where(_special.ContainsKey).Select(n => _special[n]).Concat(_additional);

    /// <summary>The special token of a role such as "cls_token", or null.</summary>
    public AddedTokenEntry? Special(string name) => _special.GetValueOrDefault(name);

    /// <summary>Names a special token that the files left out.</summary>
    public void Default(string name, string content, bool stripsLeft = false)
    {
        if (!_special.ContainsKey(name))
        {
            _special[name] = AddedTokenEntry.Plain(content) with { StripsLeft = stripsLeft };
        }
    }

    /// <summary>Reads the settings of a folder; missing files are empty.</summary>
    public static TokenizerSettings Read(string folder, TokenizerParts parts) =>
        JsonPlaces.Guard(folder, () => ReadUnguarded(folder, parts));

    private static TokenizerSettings ReadUnguarded(string folder, TokenizerParts parts)
    {
        PartDefinition config = ReadObject(folder, "tokenizer_config.json", parts);
        PartDefinition map = ReadObject(folder, "special_tokens_map.json", parts);
        TokenizerSettings settings = new(config);
        settings.FindClass(folder, parts);
        foreach (PartDefinition source in new[] { config, map })
        {
            foreach (string special in Names)
            {
                if (!settings._special.ContainsKey(special) && source.Json.TryGetProperty(special, out JsonElement json)
                    && Token(json, source, special) is { } token)
                {
                    settings._special[special] = token;
                }
            }

            settings.ReadAdditional(source, "additional_special_tokens");
            settings.ReadAdditional(source, "extra_special_tokens");
        }

        settings.ReadAdded(folder, parts);
        return settings;
    }

    // The public tools go the same way: where neither file names a class, it is the one of the model's family.
    private void FindClass(string folder, TokenizerParts parts)
    {
        string name = Config.String("tokenizer_class", "");
        if (name.Length == 0)
        {
            ClassSource = ReadObject(folder, "config.json", parts);
            name = ClassSource.String("tokenizer_class", "");
            name = name.Length == 0 && ClassSource.String("model_type", "") == "mpnet" ? MpNetClass : name;
        }

        Class = name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name;
    }

    /// <summary>Reads a JSON file that holds an object; an empty one if it is missing.</summary>
    public static PartDefinition ReadObject(string folder, string file, TokenizerParts parts)
    {
        string path = Path.Combine(folder, file);
        return JsonPlaces.Guard(path, () =>
        {
            Utf8JsonReader reader = new(File.Exists(path) ? JsonPlaces.ReadBytes(path) : "{}"u8);
            reader.Read();
            JsonElement json = JsonElement.ParseValue(ref reader);
            reader.Read(); // nothing may follow
            return new PartDefinition(json, path, Path.GetFileNameWithoutExtension(file), parts);
        });
    }

    private static AddedTokenEntry? Token(JsonElement json, PartDefinition source, string name) => json.ValueKind switch
    {
        JsonValueKind.String => AddedTokenEntry.Plain(json.GetString()!),
        JsonValueKind.Object => AddedTokenEntry.Read(
            new PartDefinition(json, source.Path, $"{source.Place}.{name}", source.Parts), null, special: true),
        JsonValueKind.Null => null,
        _ => throw source.Error($"a token is expected, not {json.ValueKind}.", name),
    };

    private void ReadAdditional(PartDefinition source, string name)
    {
        if (!source.Json.TryGetProperty(name, out JsonElement list))
        {
            return;
        }

        IEnumerable<JsonElement> tokens = list.ValueKind switch
        {
            JsonValueKind.Array => list.EnumerateArray(),
            JsonValueKind.Object => list.EnumerateObject().Select(p => p.Value),
            JsonValueKind.Null => [],
            _ => throw source.Error($"a list of tokens is expected, not {list.ValueKind}.", name),
        };
        foreach (JsonElement json in tokens)
        {
            if (Token(json, source, name) is { } token && _additional.All(t => t.Content != token.Content))
            {
                _additional.Add(token);
            }
        }
    }

    private void ReadAdded(string folder, TokenizerParts parts)
    {
        if (Config.Definition("added_tokens_decoder") is { } decoder)
        {
            foreach (JsonProperty property in decoder.Json.EnumerateObject())
            {
                PartDefinition d = new(property.Value, decoder.Path, $"{decoder.Place}.{property.Name}", parts);
                Added.Add(AddedTokenEntry.Read(d, Id(property.Name, d)));
            }
        }

        PartDefinition old = ReadObject(folder, "added_tokens.json", parts);
        foreach (JsonProperty property in old.Json.EnumerateObject())
        {
            if (Added.All(t => t.Content != property.Name))
            {
                bool special = SpecialTokens.Any(t => t.Content == property.Name);
                Added.Add(new AddedTokenEntry(property.Name, old.Integer(property.Name, null, 0, Models.Vocabulary.LargestId))
                {
                    Special = special, Normalized = !special, Place = old.Place,
                });
            }
        }
    }

    private static int Id(string text, PartDefinition d) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int id)
        && id <= Models.Vocabulary.LargestId
            ? id
            : throw d.Error($"'{text}' is no id from 0 to {Models.Vocabulary.LargestId}.");
}
