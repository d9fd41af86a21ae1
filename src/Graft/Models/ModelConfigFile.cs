using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Layers;

namespace Graft.Models;

/// <summary>
/// A model folder's config.json: read with checks, kept whole so that what this library does not use is written back.
/// Entries that name code ("auto_map") are never acted on.
/// </summary>
public sealed class ModelConfigFile
{
    private const int LargestFileBytes = 16 << 20;
    private const int LargestSize = 1 << 28;

    /// <summary>More layers than any published model has: a count beyond is a broken or hostile file.</summary>
    internal const int MostLayers = 1024;

    // Below this no size is suspicious: images and numbers of tokens may exceed what the smallest models hold.
    private const int SmallSize = 1 << 16;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private readonly JsonObject _json;
    private readonly int _largestSize;

    /// <summary>Wraps a configuration.</summary>
    /// <param name="json">The file's object.</param>
    /// <param name="path">The file, for errors.</param>
    public ModelConfigFile(JsonObject json, string path)
        : this(json, path, LargestSize)
    {
    }

    private ModelConfigFile(JsonObject json, string path, int largestSize)
    {
        _largestSize = largestSize;

        // Numbers put in from C# know their C# type alone; written and read, they are like those of a file.
        _json = (JsonObject)JsonNode.Parse(json.ToJsonString())!;
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The family: "bert", "vit", …</summary>
    /// <exception cref="ModelException">The entry is missing.</exception>
    public string ModelType => Text("model_type", null);

    /// <summary>Reads a folder's config.json.</summary>
    /// <exception cref="ModelException">No such folder or file, or not a JSON object.</exception>
    public static ModelConfigFile Load(string folder)
    {
        string path = System.IO.Path.Combine(folder, "config.json");
        if (!Directory.Exists(folder))
        {
            throw new ModelException("There is no such model folder.", folder,
                remedy: "Name a folder that holds config.json and model.safetensors.");
        }

        if (!File.Exists(path))
        {
            throw new ModelException("The folder has no config.json, so it is not a model folder.", folder,
                remedy: Within(folder) is { } inner ? $"Did you mean {inner}?" : "Name a folder that holds config.json and model.safetensors.");
        }

        try
        {
            if (new FileInfo(path).Length > LargestFileBytes)
            {
                throw new ModelException($"The file is larger than {LargestFileBytes >> 20} MB.", path, remedy: "Is it a config.json?");
            }

            ReadOnlySpan<byte> content = File.ReadAllBytes(path);
            content = content.StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content;
            RefuseDuplicates(content);
            return JsonNode.Parse(content) is JsonObject json
                ? new ModelConfigFile(json, path)
                : throw new ModelException("The file holds no JSON object.", path, remedy: "Copy the model's config.json anew.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair in a string.
            throw new ModelException($"The file cannot be read: {error.Message}", path,
                remedy: "Copy the model's config.json anew.", innerException: error);
        }
    }

    // The reader's own option loads OpenSSL for its hashes: that takes longer than all else here, and waits until libtorch is loaded.
    private static void RefuseDuplicates(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                    throw new JsonException($"The entry '{reader.GetString()}' stands twice in one object.");
            }
        }
    }

    /// <summary>The same configuration, in which no size may be larger than all numbers in the weights: no memory is asked for on the file's word alone.</summary>
    /// <param name="numbers">How many numbers the weights hold.</param>
    internal ModelConfigFile WithWeightsOf(long numbers) => new(_json, Path, (int)Math.Clamp(numbers, SmallSize, LargestSize));

    /// <summary>The same configuration with the family's name where it names none; itself where it does.</summary>
    internal ModelConfigFile WithModelType(string modelType)
    {
        if (Has("model_type"))
        {
            return this;
        }

        JsonObject json = ToJson();
        json["model_type"] = modelType;
        return new ModelConfigFile(json, Path, _largestSize);
    }

    /// <summary>A copy of the whole configuration, to be changed and written.</summary>
    public JsonObject ToJson() => (JsonObject)_json.DeepClone();

    /// <summary>True if the entry is there and not null.</summary>
    public bool Has(string name) => Node(name) is not null;

    /// <summary>A size or count; with no fallback it must be there.</summary>
    /// <exception cref="ModelException">Missing, not a whole number, or outside [least, most].</exception>
    public int Int(string name, int? fallback = null, int least = 1, int most = LargestSize)
    {
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback ?? throw Missing(name);
        }

        most = Math.Min(most, _largestSize);
        if (node is not JsonValue value || !value.TryGetValue(out double number) || number != Math.Floor(number)
            || number < least || number > most)
        {
            throw Wrong(name, node, $"a whole number from {least} to {most}");
        }

        return (int)number;
    }

    /// <summary>A whole number that may be null in the file.</summary>
    public int? OptionalInt(string name, int least = 0) => Has(name) ? Int(name, least: least) : null;

    /// <summary>A number.</summary>
    /// <exception cref="ModelException">Missing, not a finite number, or outside the range.</exception>
    public double Real(string name, double? fallback = null, double least = double.MinValue, double most = double.MaxValue)
    {
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback ?? throw Missing(name);
        }

        if (node is not JsonValue value || !value.TryGetValue(out double number) || !(number >= least && number <= most))
        {
            throw Wrong(name, node, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        }

        return number;
    }

    /// <summary>A dropout probability: 0 to below 1.</summary>
    public double Probability(string name, double fallback) => Real(name, fallback, 0, Math.BitDecrement(1.0));

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool fallback)
    {
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback;
        }

        return node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, node, "true or false");
    }

    /// <summary>A word; with no fallback it must be there.</summary>
    public string Text(string name, string? fallback)
    {
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback ?? throw Missing(name);
        }

        return node is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, node, "a string");
    }

    /// <summary>The name of an activation.</summary>
    public Activation Activation(string name, string fallback)
    {
        string text = Text(name, fallback);
        return ActivationFunctions.TryParse(text, out Activation activation)
            ? activation
            : throw Wrong(name, Node(name)!, $"one of {string.Join(", ", ActivationFunctions.KnownNames)}");
    }

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<int> Ints(string name, IReadOnlyList<int>? fallback = null, int least = 1, int most = LargestSize)
    {
        most = Math.Min(most, _largestSize);
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback ?? throw Missing(name);
        }

        if (node is not JsonArray array)
        {
            throw Wrong(name, node, "a list of whole numbers");
        }

        return [.. array.Select(item => item is JsonValue value && value.TryGetValue(out int number) && number >= least && number <= most
            ? number
            : throw Wrong(name, node, $"a list of whole numbers from {least} to {most}"))];
    }

    /// <summary>A list of words.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string>? fallback = null)
    {
        JsonNode? node = Node(name);
        if (node is null)
        {
            return fallback ?? throw Missing(name);
        }

        if (node is not JsonArray array)
        {
            throw Wrong(name, node, "a list of strings");
        }

        return [.. array.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, node, "a list of strings"))];
    }

    /// <summary>A group of entries within the file, or null.</summary>
    public ModelConfigFile? Section(string name) => Node(name) is JsonObject section ? new ModelConfigFile(section, Path, _largestSize) : null;

    /// <summary>The error for an entry whose value does not fit.</summary>
    public ModelException Wrong(string name, string problem) => new(problem, Path, $"\"{name}\"", "Copy the model's config.json anew.");

    private JsonNode? Node(string name) => _json.TryGetPropertyValue(name, out JsonNode? node) ? node : null;

    private ModelException Missing(string name) => Wrong(name, "The entry is missing.");

    private ModelException Wrong(string name, JsonNode? node, string expected)
    {
        string shown = node?.ToJsonString() ?? "null";
        return Wrong(name, $"The value is {(shown.Length > 60 ? shown[..60] + "…" : shown)}, but {expected} is expected.");
    }

    // A folder in the folder that is one of a model, the newest: a checkpoint of a run that was stopped, or what an archive was unpacked to.
    private static string? Within(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder).Where(inner => File.Exists(System.IO.Path.Combine(inner, "config.json")))
                .MaxBy(inner => (Directory.GetLastWriteTimeUtc(inner), inner));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
