using System.Globalization;

namespace Graft.Hub;

/// <summary>
/// The names of classes that the card of a dataset tells (the field "dataset_info" of its YAML head): of columns whose "dtype" is a
/// "class_label", by configuration. What is not understood says nothing, as it only adds names.
/// </summary>
internal sealed class CardFeatures
{
    private readonly List<(string? Configuration, Dictionary<string, IReadOnlyList<string>> Columns)> _all = [];

    /// <summary>Reads a card.</summary>
    /// <param name="content">The card's text.</param>
    public static CardFeatures Read(Stream content)
    {
        var features = new CardFeatures();
        try
        {
            object? info = CardYaml.Read(content)?.GetValueOrDefault("dataset_info");
            foreach (Dictionary<string, object> one in (info as List<object> ?? [info!]).OfType<Dictionary<string, object>>())
            {
                features.Add(one);
            }
        }
        catch (FormatException)
        {
            // Whoever reads the configurations says so.
        }

        return features;
    }

    /// <summary>The names of the classes of a configuration's columns; null if none are told.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Of(string configuration)
    {
        Dictionary<string, IReadOnlyList<string>>? columns = _all.Find(one => one.Configuration == configuration).Columns
            ?? (_all is [var only] && (only.Configuration is null || configuration == DatasetLayout.Default) ? only.Columns : null);
        return columns is { Count: > 0 } ? columns : null;
    }

    private void Add(Dictionary<string, object> info)
    {
        var columns = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (Dictionary<string, object> feature in (info.GetValueOrDefault("features") as List<object> ?? []).OfType<Dictionary<string, object>>())
        {
            if (feature.GetValueOrDefault("name") is string column && feature.GetValueOrDefault("dtype") is Dictionary<string, object> type
                && type.GetValueOrDefault("class_label") is Dictionary<string, object> label && Names(label.GetValueOrDefault("names")) is { } names)
            {
                columns[column] = names;
            }
        }

        _all.Add((info.GetValueOrDefault("config_name") as string, columns));
    }

    // ["neg", "pos"], or {"0": "neg", "1": "pos"} in any order.
    private static string[]? Names(object? names)
    {
        object?[] all = names switch
        {
            List<object> list => [.. list],
            Dictionary<string, object> numbered => [.. Enumerable.Range(0, numbered.Count).Select(i => numbered.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)))],
            _ => [],
        };
        return all.Length > 0 && all.All(name => name is string { Length: > 0 }) && all.Distinct().Count() == all.Length ? [.. all.Cast<string>()] : null;
    }
}
