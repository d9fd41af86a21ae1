using System.Text.Json;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>The golden tensors and facts of one model folder.</summary>
internal sealed class Golden : IDisposable
{
    private readonly SafetensorsFile _tensors;
    private readonly JsonDocument _facts;

    public Golden(string name)
    {
        _tensors = SafetensorsFile.Open(SharedFolder.Fixture("models", name, "golden.safetensors"));
        _facts = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Fixture("models", name, "golden.json")));
    }

    public JsonElement Facts => _facts.RootElement;

    public IEnumerable<string> Names => _tensors.Entries.Keys;

    public bool Has(string name) => _tensors.Entries.ContainsKey(name);

    public Tensor Read(string name) => _tensors.Entry(name).Format is NumberFormat.I64
        ? _tensors.ToTensor(name, ScalarType.Int64)
        : _tensors.ToTensor(name);

    public double Tolerance(string name) => Facts.GetProperty("tolerance").GetProperty(name).GetDouble();

    /// <summary>The inputs of a batch: prefix "" or "single." or …</summary>
    public ModelInputs Inputs(string prefix) => Has(prefix + "pixel_values")
        ? new ImageInputs(Read(prefix + "pixel_values"))
        : new TextInputs(Read(prefix + "input_ids"), Read(prefix + "attention_mask"),
            Has(prefix + "token_type_ids") ? Read(prefix + "token_type_ids") : null);

    public void Dispose()
    {
        _tensors.Dispose();
        _facts.Dispose();
    }

    /// <summary>All model folders of the manifest that a condition selects, as rows of a theory.</summary>
    public static IEnumerable<TheoryDataRow<string>> Folders(Func<JsonElement, bool> condition)
    {
        string? manifest = SharedFolder.FindFixture("models", "manifest.json");
        if (manifest is null)
        {
            // The test itself then says what is missing.
            return [new TheoryDataRow<string>("bert")];
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return [.. json.RootElement.GetProperty("models").EnumerateArray()
            .Where(condition)
            .Select(model => new TheoryDataRow<string>(model.GetProperty("name").GetString()!))];
    }
}
