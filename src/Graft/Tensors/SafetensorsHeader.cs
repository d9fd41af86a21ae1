using System.Text.Json;
using System.Text.Unicode;

namespace Graft.Tensors;

/// <summary>
/// The JSON header of a safetensors file, parsed and checked without trusting any of it.
/// Source of the rules: the format section of the safetensors README (huggingface/safetensors).
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int MaxBytes = 100_000_000;

    public const string MetadataKey = "__metadata__";

    private const int MaxDepth = 16;

    // As many as torch and numpy take; a header of nothing but dimensions would else grow tenfold in memory.
    private const int MaxDimensions = 64;

    private readonly string path;

    private SafetensorsHeader(string path) => this.path = path;

    public Dictionary<string, TensorEntry> Entries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Parses a header and checks that its tensors cover the data exactly.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes in the file after the header.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="SafetensorsException">Any rule of the format is broken.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        var header = new SafetensorsHeader(path);
        if (!Utf8.IsValid(json))
        {
            throw header.Error("The header is not valid UTF-8.");
        }

        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw header.Error("The header does not begin with '{'.");
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            header.ReadAll(ref reader);
        }
        catch (JsonException error)
        {
            throw header.Error("The header is not valid JSON.", inner: error);
        }

        header.CheckLayout(dataLength);
        return header;
    }

    private void ReadAll(ref Utf8JsonReader reader)
    {
        bool sawMetadata = false;
        reader.Read();
        while (NextProperty(ref reader, out string name))
        {
            if (name != MetadataKey)
            {
                if (!Entries.TryAdd(name, ReadEntry(ref reader, name)))
                {
                    throw Error("The name appears twice.", name);
                }
            }
            else if (sawMetadata)
            {
                throw Error("The metadata appear twice.");
            }
            else
            {
                sawMetadata = true;
                ReadMetadata(ref reader);
            }
        }

        // Anything but white space after the closing brace makes this throw.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "The metadata must be an object of strings.", null);
        while (NextProperty(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"The metadata's value of {Quoted.Name(key)} is not a string.", null);
            if (!Metadata.TryAdd(key, ReadString(ref reader)))
            {
                throw Error($"The metadata's key {Quoted.Name(key)} appears twice.");
            }
        }
    }

    private TensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        NumberFormat? format = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, "A tensor must be described by an object.", name);
        while (NextProperty(ref reader, out string key))
        {
            switch (key)
            {
                case "dtype" when format is null:
                    Expect(ref reader, JsonTokenType.String, "The dtype is not a string.", name);
                    string dtype = ReadString(ref reader);
                    format = NumberFormats.FromFileName(dtype) ?? throw Error($"The dtype {Quoted.Name(dtype)} is not known.", name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, "shape", name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, "data_offsets", name);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Error($"The key '{key}' appears twice.", name);
                default:
                    reader.Skip();
                    break;
            }
        }

        if (format is null || shape is null || offsets is not [long begin, long end])
        {
            throw Error("A tensor needs a dtype, a shape and two data_offsets.", name);
        }

        if (end < begin)
        {
            throw Error($"The data_offsets [{begin}, {end}] run backwards.", name);
        }

        long bytes = TensorShape.ByteCount(shape, format.Value)
            ?? throw Error($"The shape {TensorShape.Describe(shape)} is larger than any file.", name);
        if (bytes != end - begin)
        {
            throw Error(
                $"The shape {TensorShape.Describe(shape)} in {format.Value.FileName()} takes {bytes} bytes, but the data_offsets span {end - begin}.", name);
        }

        return new TensorEntry(name, format.Value, Array.AsReadOnly(shape.ToArray()), begin, bytes);
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string key, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"The {key} must be a list of whole numbers.", name);
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Error($"The {key} must hold whole numbers from 0 to 2^63 - 1.", name);
            }

            if (numbers.Count == MaxDimensions)
            {
                throw Error($"The {key} has more than {MaxDimensions} numbers.", name);
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private void CheckLayout(long dataLength)
    {
        long covered = 0;
        foreach (TensorEntry entry in Entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount))
        {
            if (entry.Offset < covered)
            {
                throw Error($"The tensor begins at byte {entry.Offset} of the data, inside another one that ends at {covered}.", entry.Name);
            }

            if (entry.Offset > covered)
            {
                throw Error($"The tensor begins at byte {entry.Offset} of the data, but the one before ends at {covered}: there is a hole.", entry.Name);
            }

            covered += entry.ByteCount;
            if (covered > dataLength)
            {
                throw Error(
                    $"The tensor ends at byte {covered} of the data, but the file holds only {dataLength}.", entry.Name,
                    "The file seems to be cut short: fetch it again.");
            }
        }

        if (covered != dataLength)
        {
            throw Error($"The tensors take {covered} bytes, but {dataLength} bytes follow the header.");
        }
    }

    /// <summary>Moves to the next property's name; false at the object's end.</summary>
    private bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        bool isProperty = reader.TokenType == JsonTokenType.PropertyName;
        name = isProperty ? ReadString(ref reader) : "";
        return isProperty;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string problem, string? tensor)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Error(problem, tensor);
        }
    }

    private string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw Error("The header holds half of a surrogate pair, which is no text.", inner: error);
        }
    }

    private SafetensorsException Error(string problem, string? tensor = null, string? remedy = null, Exception? inner = null) =>
        new(problem, path, tensor is null ? "header" : $"tensor {Quoted.Name(tensor)}", remedy, inner);
}
