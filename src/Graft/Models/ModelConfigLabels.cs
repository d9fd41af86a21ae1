using System.Text.Json.Nodes;

namespace Graft.Models;

/// <summary>Labels in config.json: id2label, label2id, problem_type.</summary>
internal static class ModelConfigLabels
{
    private static readonly (ProblemType Type, string Name)[] ProblemTypes =
    [
        (ProblemType.SingleLabel, "single_label_classification"),
        (ProblemType.MultiLabel, "multi_label_classification"),
        (ProblemType.Regression, "regression"),
    ];

    /// <summary>The labels of a configuration; two numbered ones where it names none, as the public tools have it.</summary>
    /// <exception cref="ModelException">Label numbers that are not 0, 1, 2, …, or an unknown problem type.</exception>
    public static LabelSet Read(ModelConfigFile config)
    {
        JsonObject json = config.ToJson();
        ProblemType? stated = ReadProblemType(config);
        if (json["id2label"] is not JsonObject names)
        {
            return Create(LabelSet.Numbered(config.Int("num_labels", 2)).Names, stated);
        }

        var ordered = new string?[names.Count];
        foreach ((string key, JsonNode? value) in names)
        {
            if (!int.TryParse(key, out int id) || id < 0 || id >= ordered.Length || ordered[id] is not null)
            {
                throw config.Wrong("id2label", $"The label number \"{key}\" is not one of 0 to {ordered.Length - 1}.");
            }

            ordered[id] = value is JsonValue text && text.TryGetValue(out string? name) ? name : value?.ToJsonString() ?? "null";
        }

        if (ordered.Length == 0)
        {
            throw config.Wrong("id2label", "It names no label.");
        }

        // Published files name some labels twice (ImageNet has two cranes); a number tells them apart here.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[] unique = [.. ordered.Select((name, id) => seen.Add(name!) ? name! : $"{name} ({id})")];
        return Create(unique, stated);
    }

    /// <summary>Numbered labels for a new head: of the problem type that the configuration states, else of the one that their number implies.</summary>
    /// <exception cref="ModelException">An unknown problem type.</exception>
    public static LabelSet Numbered(ModelConfigFile config, int count) => LabelSet.Numbered(count, ReadProblemType(config) ?? Implied(count));

    /// <summary>Writes the labels into a configuration.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="statesProblemType">False to leave the problem type as the configuration has it.</param>
    public static void Write(JsonObject json, LabelSet labels, bool statesProblemType)
    {
        var id2label = new JsonObject();
        var label2id = new JsonObject();
        for (int i = 0; i < labels.Count; i++)
        {
            id2label[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = labels.Names[i];
            label2id[labels.Names[i]] = i;
        }

        json["id2label"] = id2label;
        json["label2id"] = label2id;
        json.Remove("num_labels");
        if (statesProblemType)
        {
            json["problem_type"] = ProblemTypes.First(pair => pair.Type == labels.ProblemType).Name;
        }
    }

    private static LabelSet Create(IReadOnlyList<string> names, ProblemType? stated) =>
        new(names, stated ?? Implied(names.Count)) { IsProblemTypeImplied = stated is null };

    // The public tools take one label for regression where nothing is said.
    private static ProblemType Implied(int count) => count == 1 ? ProblemType.Regression : ProblemType.SingleLabel;

    private static ProblemType? ReadProblemType(ModelConfigFile config)
    {
        if (!config.Has("problem_type"))
        {
            return null;
        }

        string text = config.Text("problem_type", null);
        foreach ((ProblemType type, string name) in ProblemTypes)
        {
            if (name == text)
            {
                return type;
            }
        }

        throw config.Wrong("problem_type", $"\"{text}\" is not one of {string.Join(", ", ProblemTypes.Select(pair => pair.Name))}.");
    }
}
