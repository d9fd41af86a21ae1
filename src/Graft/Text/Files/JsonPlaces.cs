using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>Says where JSON is broken.</summary>
internal static class JsonPlaces
{
    /// <summary>Reads JSON, and turns what the reader throws into the typed error.</summary>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw Error(e, path);
        }
        catch (InvalidOperationException e)
        {
            // an escaped surrogate without its other half
            throw new TokenizerException("a string is no valid Unicode.", path, "JSON", "Fetch the file again, or repair it.", e);
        }
    }

    /// <summary>Reads the bytes of a JSON file.</summary>
    /// <exception cref="TokenizerException">They are no UTF-8.</exception>
    public static byte[] ReadBytes(string path)
    {
        byte[] bytes = TokenizerFolder.ReadBytes(path);
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return bytes;
        }

        int at = 0;
        while (System.Text.Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        throw new TokenizerException("the file is no UTF-8.", path, $"byte {at}", "Fetch the file again, or repair it.");
    }

    /// <summary>The error of a file that is no JSON.</summary>
    private static TokenizerException Error(JsonException e, string path)
    {
        string place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine}" : "JSON";
        return new TokenizerException(
            "the file is no valid JSON: " + e.Message.Split(" LineNumber:")[0], path, place,
            "Fetch the file again, or repair it.", e);
    }
}
