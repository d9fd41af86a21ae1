using System.Text.Json;

namespace Graft.Data.Reading;

/// <summary>The column descriptions that the hub's files carry in their metadata under "huggingface": which whole numbers are classes, and their names.</summary>
internal sealed class HubFeatures
{
    private const string Key = "huggingface";

    private readonly Dictionary<string, string[]> _classNames = new(StringComparer.Ordinal);

    /// <summary>Reads the metadata of a file. Metadata that is not understood says nothing, as it only adds names.</summary>
    public static HubFeatures Read(IReadOnlyDictionary<string, string> metadata)
    {
        var features = new HubFeatures();
        if (!metadata.TryGetValue(Key, out string? json))
        {
            return features;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("info", out JsonElement info) && info.ValueKind == JsonValueKind.Object
                && info.TryGetProperty("features", out JsonElement columns) && columns.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty column in columns.EnumerateObject())
                {
                    if (FindNames(column.Value) is { } names)
                    {
                        features._classNames[column.Name] = names;
                    }
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new HubFeatures();
        }

        return features;
    }

    /// <summary>The names of a column's classes, or null.</summary>
    public IReadOnlyList<string>? ClassNames(string column) => _classNames.GetValueOrDefault(column);

    // {"_type": "ClassLabel", "names": […]}, or a list of those: {"feature": {…}} or [{…}].
    private static string[]? FindNames(JsonElement feature)
    {
        if (feature.ValueKind == JsonValueKind.Array)
        {
            return feature.GetArrayLength() == 1 ? FindNames(feature[0]) : null;
        }

        if (feature.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (feature.TryGetProperty("names", out JsonElement names) && names.ValueKind == JsonValueKind.Array)
        {
            string[] all = [.. names.EnumerateArray().Select(name => name.GetString() ?? "")];
            return all.Length > 0 && all.Distinct(StringComparer.Ordinal).Count() == all.Length ? all : null;
        }

        return feature.TryGetProperty("feature", out JsonElement inner) ? FindNames(inner) : null;
    }
}
