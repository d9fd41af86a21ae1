using System.Text.Json;

namespace Graft.Data;

/// <summary>One entry of a small JSON file that notes how a model was trained. A model serves without it.</summary>
internal static class NotedEntry
{
    private const long LargestBytes = 1 << 20;

    /// <summary>The entry; null where there is no such file or entry, or nothing that can be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The entry's name in its outermost object.</param>
    public static JsonElement? Find(string path, string name)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= LargestBytes })
            {
                return null;
            }

            using var noted = JsonDocument.Parse(File.ReadAllBytes(path));
            return noted.RootElement.ValueKind == JsonValueKind.Object && noted.RootElement.TryGetProperty(name, out JsonElement entry) ? entry.Clone() : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
