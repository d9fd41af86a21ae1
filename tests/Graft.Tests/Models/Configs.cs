using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

/// <summary>Configurations as a file would hold them.</summary>
internal static class Configs
{
    public static ModelConfigFile Of(string json) => new((JsonObject)JsonNode.Parse(json)!, "config.json");

    /// <summary>A classifier with all its tensors drawn anew.</summary>
    public static Classifier Draw(string json, int labels = 2, ulong seed = 1)
    {
        ModelConfigFile config = Of(json);
        Classifier model = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(labels));
        var initializer = new WeightInitializer(config.Real("initializer_range", 0.02), seed);
        foreach (WeightEntry entry in model.Weights.Entries)
        {
            initializer.Draw(entry);
        }

        return model;
    }
}
