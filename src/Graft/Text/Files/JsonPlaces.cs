using System.Text.Json;

namespace Graft.Text.Files;

/// <summary>Says where JSON is broken.</summary>
internal static class JsonPlaces
{
    /// <summary>The error of a file that is no JSON.</summary>
    public static TokenizerException Error(JsonException e, string path)
    {
        string place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine}" : "JSON";
        return new TokenizerException(
            "the file is no valid JSON: " + e.Message.Split(" LineNumber:")[0], path, place,
            "Fetch the file again, or repair it.", e);
    }
}
