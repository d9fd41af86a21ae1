using System.Text.Json;
using Graft.Layers;
using Graft.Models;
using Graft.Tensors;
using Graft.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Models;

/// <summary>Folders whose tensors have the names that newer versions of the public tools use in memory.</summary>
public sealed class RenamedWeightTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => Golden.Folders(model =>
        ModelRegistry.Default.ModelTypes.Contains(model.GetProperty("model_type").GetString()!)
        && model.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal)
        && Renamed(model.GetProperty("name").GetString()!).Count > 0);

    [Theory]
    [MemberData(nameof(Folders))]
    public void Weights_with_newer_names_open_like_those_with_classic_ones(string name)
    {
        string source = SharedFolder.Fixture("models", name, "model"), folder = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        try
        {
            using var golden = new Golden(name);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable gradientsOff = no_grad();
            using (PretrainedClassifier classic = PretrainedClassifier.Load(source))
            {
                Dictionary<string, string> newerNames = Renamed(name);
                File.Copy(Path.Combine(source, "config.json"), Path.Combine(folder, "config.json"));
                SafetensorsWriter.Write(Path.Combine(folder, WeightFolder.SingleFile),
                    [.. classic.Model.Weights.Entries.Select(entry => entry.Tensor.ToWrite(newerNames.GetValueOrDefault(entry.Name, entry.Name), NumberFormat.F32))]);
            }

            using PretrainedClassifier newer = PretrainedClassifier.Load(folder);
            Assert.Empty(newer.Report.Missing);
            Assert.Empty(newer.Report.Unused);
            using ModelInputs inputs = golden.Inputs("");
            var check = new TensorAssert();
            check.Close("logits", newer.Model.Forward(inputs, ForwardContext.Inference), golden.Read("logits"), golden.Tolerance("output_abs"));
            check.Verify();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Classic names and their newer ones.
    private static Dictionary<string, string> Renamed(string folder)
    {
        using var golden = new Golden(folder);
        return golden.Facts.TryGetProperty("renamed_in_file", out JsonElement renamed)
            ? renamed.EnumerateObject().ToDictionary(pair => pair.Value.GetString()!, pair => pair.Name)
            : [];
    }
}
