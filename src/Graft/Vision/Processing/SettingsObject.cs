using System.Text.Json;

namespace Graft.Vision.Processing;

/// <summary>A JSON object of settings, read field by field; null counts as absent, a wrong kind of value is a typed error.</summary>
internal sealed class SettingsObject
{
    private readonly JsonElement _json;
    private readonly string _path;

    /// <summary>Wraps the top of a file.</summary>
    public SettingsObject(JsonElement json, string path)
    {
        _json = json;
        _path = path;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Error("the file does not hold a JSON object");
        }
    }

    /// <summary>An error about the file.</summary>
    public GraftException Error(string problem, string? remedy = null) => new("Cannot use these settings: " + problem + ".", _path, remedy: remedy);

    /// <summary>A string, or null.</summary>
    public string? Text(string name)
    {
        if (!TryGet(_json, name, out JsonElement value))
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "a string");
        }
        catch (InvalidOperationException)
        {
            // The JSON is well-formed, but an escape in the string is half a surrogate pair.
            throw Wrong(name, "a string of valid characters");
        }
    }

    /// <summary>True or false.</summary>
    public bool Bool(string name, bool absent) =>
        !TryGet(_json, name, out JsonElement value) ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "true or false");

    /// <summary>A whole number.</summary>
    public int Int(string name, int absent) => TryGet(_json, name, out JsonElement value) ? Whole(name, value) : absent;

    /// <summary>A number.</summary>
    public double Double(string name, double absent) => TryGet(_json, name, out JsonElement value) ? Number(name, value) : absent;

    /// <summary>A list of numbers, or one number for all three channels, or null.</summary>
    public IReadOnlyList<double>? Doubles(string name)
    {
        if (!TryGet(_json, name, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            double number = Number(name, value);
            return [number, number, number];
        }

        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => Number(name, item))]
            : throw Wrong(name, "a list of numbers");
    }

    /// <summary>A size: an object, a pair [height, width], one number, or null.</summary>
    public ImageSize? Size(string name, bool intIsSquare)
    {
        if (!TryGet(_json, name, out JsonElement value))
        {
            return null;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                int edge = Whole(name, value);
                return intIsSquare ? ImageSize.Exactly(edge, edge) : ImageSize.Shortest(edge);
            case JsonValueKind.Array when value.GetArrayLength() == 2:
                return ImageSize.Exactly(Whole(name, value[0]), Whole(name, value[1]));
            case JsonValueKind.Object:
                return new ImageSize
                {
                    Height = Edge(value, "height"),
                    Width = Edge(value, "width"),
                    ShortestEdge = Edge(value, "shortest_edge"),
                    LongestEdge = Edge(value, "longest_edge"),
                    MaxHeight = Edge(value, "max_height"),
                    MaxWidth = Edge(value, "max_width"),
                };
            default:
                throw Wrong(name, "a size");
        }
    }

    private bool TryGet(JsonElement json, string name, out JsonElement value)
    {
        try
        {
            return json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
        }
        catch (InvalidOperationException)
        {
            throw Error("a name holds half of a surrogate pair, which is no text");
        }
    }

    private int? Edge(JsonElement size, string name) => TryGet(size, name, out JsonElement value) ? Whole(name, value) : null;

    private int Whole(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, "a whole number");

    private double Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : throw Wrong(name, "a number");

    private GraftException Wrong(string name, string wanted) => Error($"{name} must be {wanted}");
}
