using System.Text.Json;
using System.Text.Unicode;

namespace Graft.Tensors;

/// <summary>The file that says which shard holds which tensor: <c>model.safetensors.index.json</c>.</summary>
internal static class WeightIndex
{
    private const int MaxBytes = 100_000_000;
    private const int MaxDepth = 16;
    private const string Extension = ".safetensors";

    /// <summary>Reads the shard of every tensor.</summary>
    /// <param name="path">The index file.</param>
    /// <returns>Shard file names by tensor name; every one is a plain name that ends in ".safetensors".</returns>
    /// <exception cref="WeightFolderException">The index is not readable, not JSON, holds no weight_map, or names a shard outside its folder.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        byte[] json = ReadBounded(path);
        if (!Utf8.IsValid(json))
        {
            throw new WeightFolderException("The index is not valid UTF-8.", path);
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            return Parse(ref reader, path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair in a string.
            throw new WeightFolderException("The index is not valid JSON.", path, null, null, error);
        }
    }

    private static byte[] ReadBounded(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new WeightFolderException($"The index has {length:N0} bytes; at most {MaxBytes:N0} are read.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WeightFolderException("The index cannot be read.", path, null, error.Message, error);
        }
    }

    private static Dictionary<string, string> Parse(ref Utf8JsonReader reader, string path)
    {
        Dictionary<string, string>? shards = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WeightFolderException("The index must be an object.", path);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("weight_map"u8))
            {
                reader.Skip();
            }
            else if (shards is not null)
            {
                throw new WeightFolderException("The weight_map appears twice.", path);
            }
            else
            {
                shards = ParseMap(ref reader, path);
            }
        }

        reader.Read();
        return shards ?? throw new WeightFolderException("The index has no weight_map.", path);
    }

    private static Dictionary<string, string> ParseMap(ref Utf8JsonReader reader, string path)
    {
        var shards = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WeightFolderException("The weight_map must be an object.", path);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string tensor = reader.GetString()!;
            string place = $"tensor {Quoted.Name(tensor)}";
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new WeightFolderException("The shard is not a file name.", path, place);
            }

            string shard = reader.GetString()!;
            if (!IsPlainName(shard))
            {
                throw new WeightFolderException(
                    $"The shard {Quoted.Name(shard)} is not the plain name of a {Extension} file in the same folder.", path, place,
                    "The index is damaged or hostile: do not use it.");
            }

            if (!shards.TryAdd(tensor, shard))
            {
                throw new WeightFolderException("The tensor appears twice.", path, place);
            }
        }

        return shards;
    }

    /// <summary>The same on every system: what Windows reads as a path is refused on Linux as well.</summary>
    private static bool IsPlainName(string shard) =>
        shard.Length > Extension.Length
        && shard.EndsWith(Extension, StringComparison.Ordinal)
        && !shard.Any(character => character is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(character));
}
