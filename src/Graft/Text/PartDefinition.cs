using System.Text.Json;

namespace Graft.Text;

/// <summary>The settings of one part of a tokenizer, as its file gives them.</summary>
public sealed class PartDefinition
{
    internal PartDefinition(JsonElement json, string? path, string place, TokenizerParts parts)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException($"an object is expected, not {json.ValueKind}.", path, place);
        }

        Json = json;
        Path = path;
        Place = place;
        Parts = parts;
    }

    /// <summary>The settings.</summary>
    public JsonElement Json { get; }

    /// <summary>The file they stand in.</summary>
    public string? Path { get; }

    /// <summary>Where in the file, such as "normalizer.normalizers[1]".</summary>
    public string Place { get; }

    /// <summary>The known types of parts, for parts that hold others.</summary>
    internal TokenizerParts Parts { get; }

    /// <summary>The type of the part, or an empty string.</summary>
    public string Type => String("type", "");

    /// <summary>An error about this part.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="name">The setting concerned.</param>
    /// <param name="remedy">What to do about it.</param>
    public TokenizerException Error(string problem, string? name = null, string? remedy = null) =>
        new(problem, Path, name is null ? Place : $"{Place}.{name}", remedy);

    /// <summary>Whether a setting is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A setting that is a string.</summary>
    /// <exception cref="TokenizerException">It is of another kind, or missing without a default.</exception>
    public string String(string name, string? otherwise = null) => Find(name) switch
    {
        null => otherwise ?? throw Error("is missing.", name),
        { ValueKind: JsonValueKind.String } value => Decode(value, name),
        { } value => throw Error($"a string is expected, not {value.ValueKind}.", name),
    };

    /// <summary>A setting that is true or false.</summary>
    /// <exception cref="TokenizerException">It is of another kind, or missing without a default.</exception>
    public bool Boolean(string name, bool? otherwise = null) => Find(name) switch
    {
        null => otherwise ?? throw Error("is missing.", name),
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Error($"true or false is expected, not {value.ValueKind}.", name),
    };

    /// <summary>A setting that is a whole number.</summary>
    /// <exception cref="TokenizerException">It is of another kind, out of range, or missing without a default.</exception>
    public int Integer(string name, int? otherwise = null, int least = 0, int most = int.MaxValue)
    {
        if (Find(name) is not { } value)
        {
            return otherwise ?? throw Error("is missing.", name);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Error($"a whole number from {least} to {most} is expected.", name);
    }

    /// <summary>A setting that is an enum, by name.</summary>
    /// <exception cref="TokenizerException">The name is unknown, or missing without a default.</exception>
    public T Choice<T>(string name, T? otherwise = null)
        where T : struct, Enum
    {
        string text = String(name, otherwise?.ToString());
        return Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw Error($"'{text}' is unknown; known are {string.Join(", ", Enum.GetNames<T>())}.", name);
    }

    /// <summary>The entries of a setting that is a list; none if it is missing.</summary>
    /// <exception cref="TokenizerException">It is no list.</exception>
    public IEnumerable<JsonElement> List(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        { } value => throw Error($"a list is expected, not {value.ValueKind}.", name),
    };

    /// <summary>The definitions of the parts in a list.</summary>
    /// <exception cref="TokenizerException">It is no list of objects.</exception>
    public IEnumerable<PartDefinition> Definitions(string name) =>
        List(name).Select((json, i) => new PartDefinition(json, Path, $"{Place}.{name}[{i}]", Parts));

    /// <summary>The definition that a setting holds, or null.</summary>
    /// <exception cref="TokenizerException">It is no object.</exception>
    public PartDefinition? Definition(string name) =>
        Find(name) is { } json ? new PartDefinition(json, Path, $"{Place}.{name}", Parts) : null;

    /// <summary>A setting's value, or null where there is none or it is null.</summary>
    /// <exception cref="TokenizerException">A name is no valid Unicode.</exception>
    internal JsonElement? Find(string name)
    {
        try
        {
            return Json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException e)
        {
            // An escaped surrogate without its other half, in the name of any setting.
            throw new TokenizerException("the name of a setting is no valid Unicode.", Path, Place, innerException: e);
        }
    }

    private string Decode(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException("the string is no valid Unicode.", Path, $"{Place}.{name}", innerException: e);
        }
    }
}
