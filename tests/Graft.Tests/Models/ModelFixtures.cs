using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using TorchSharp;

namespace Graft.Tests.Models;

/// <summary>The fixtures' model folders as configurations and inputs, without their weights.</summary>
internal static class ModelFixtures
{
    /// <summary>All folders whose family is known, as rows of a theory.</summary>
    public static IEnumerable<TheoryDataRow<string>> Folders()
    {
        string? manifest = SharedFolder.FindFixture("models", "manifest.json");
        if (manifest is null)
        {
            // The test itself then says what is missing.
            return [new TheoryDataRow<string>("bert")];
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return [.. json.RootElement.GetProperty("models").EnumerateArray()
            .Where(model => ModelRegistry.Default.ModelTypes.Contains(model.GetProperty("model_type").GetString()!))
            .Select(model => new TheoryDataRow<string>(model.GetProperty("name").GetString()!))];
    }

    /// <summary>A folder's configuration with every dropout that it states set to a rate.</summary>
    public static ModelConfigFile Config(string name, double dropout)
    {
        string path = SharedFolder.Fixture("models", name, "model", "config.json");
        var json = (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!;
        foreach (string entry in json.Select(pair => pair.Key).Where(key => key.Contains("drop", StringComparison.Ordinal)).ToArray())
        {
            if (json[entry] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
            {
                json[entry] = dropout;
            }
        }

        return new ModelConfigFile(json, path);
    }

    /// <summary>A classifier with drawn weights.</summary>
    public static Classifier Create(ModelConfigFile config)
    {
        Classifier classifier = ModelRegistry.Default.FamilyOf(config).CreateClassifier(config, LabelSet.Numbered(3));
        var initializer = new WeightInitializer(0.02, seed: 1);
        foreach (WeightEntry entry in classifier.Weights.Entries)
        {
            initializer.Draw(entry);
        }

        return classifier;
    }

    /// <summary>The folder's batch.</summary>
    public static ModelInputs Inputs(string name)
    {
        using SafetensorsFile golden = SafetensorsFile.Open(SharedFolder.Fixture("models", name, "golden.safetensors"));
        return golden.Entries.ContainsKey("pixel_values")
            ? new ImageInputs(golden.ToTensor("pixel_values"))
            : new TextInputs(golden.ToTensor("input_ids", torch.ScalarType.Int64), golden.ToTensor("attention_mask", torch.ScalarType.Int64), null);
    }
}
