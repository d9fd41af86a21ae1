using System.Text.Json;
using Graft.Models;
using Graft.Testing;
using Graft.Tensors;
using TorchSharp;

namespace Graft.Tests.Models;

/// <summary>The tiny models of the fixtures whose family the registry knows.</summary>
internal static class FixtureFolders
{
    /// <summary>The names of all classifiers, as rows of a theory; one row where the fixtures are missing, so that the test is reported as skipped.</summary>
    public static IEnumerable<TheoryDataRow<string>> Classifiers
    {
        get
        {
            if (SharedFolder.FindFixture("models", "manifest.json") is not { } manifest)
            {
                return [new TheoryDataRow<string>("any")];
            }

            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            return [.. json.RootElement.GetProperty("models").EnumerateArray()
                .Where(model => ModelRegistry.Default.ModelTypes.Contains(model.GetProperty("model_type").GetString()!)
                    && model.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal)
                    && Directory.EnumerateFiles(SharedFolder.FindFixture("models", model.GetProperty("folder").GetString()!)!, "*.safetensors*").Any())
                .Select(model => new TheoryDataRow<string>(model.GetProperty("name").GetString()!))];
        }
    }

    public static string Folder(string name) => SharedFolder.Fixture("models", name, "model");

    /// <summary>The golden batch of a folder and its labels.</summary>
    public static (ModelInputs Inputs, torch.Tensor Labels) Batch(string name)
    {
        using SafetensorsFile file = SafetensorsFile.Open(SharedFolder.Fixture("models", name, "golden.safetensors"));
        torch.Tensor Ids(string tensor) => file.ToTensor(tensor, torch.ScalarType.Int64);
        ModelInputs inputs = file.Entries.ContainsKey("pixel_values")
            ? new ImageInputs(file.ToTensor("pixel_values"))
            : new TextInputs(Ids("input_ids"), Ids("attention_mask"), file.Entries.ContainsKey("token_type_ids") ? Ids("token_type_ids") : null);
        torch.ScalarType type = file.Entry("labels").Format is NumberFormat.I64 ? torch.ScalarType.Int64 : torch.ScalarType.Float32;
        return (inputs, file.ToTensor("labels", type));
    }
}
