using Graft.Export;
using Graft.Models;
using Graft.ParityTests.Models;
using Graft.Testing;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.ParityTests.Export;

/// <summary>Every classifier of the fixtures whose family can be exported: its file, run by ONNX Runtime, gives the golden logits.</summary>
public sealed class ExportGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Folders => Golden.Folders(model =>
        FamilyGraphs.ModelTypes.Contains(model.GetProperty("model_type").GetString())
        && model.GetProperty("model_class").GetString()!.EndsWith("Classification", StringComparison.Ordinal)
        && Directory.EnumerateFiles(SharedFolder.FindFixture("models", model.GetProperty("folder").GetString()!)!, "*.safetensors*").Any());

    [Theory]
    [MemberData(nameof(Folders))]
    [Trait("Fault", "64")]
    public void The_exported_file_gives_the_golden_logits(string name)
    {
        ParityTable.Begin(name, "export");
        string path = Path.Combine(Path.GetTempPath(), $"graft-{Guid.NewGuid():n}.onnx");
        try
        {
            using var golden = new Golden(name);
            using DisposeScope scope = NewDisposeScope();
            using PretrainedClassifier classifier = PretrainedClassifier.Load(SharedFolder.Fixture("models", name, "model"));
            OnnxExport.Write(classifier, path);
            using var session = new InferenceSession(path);
            var check = new TensorAssert();
            foreach (string prefix in new[] { "", "single.", "left." }.Where(prefix => golden.Has(prefix + "logits")))
            {
                using ModelInputs inputs = golden.Inputs(prefix);
                check.Close(prefix + "logits", Run(session, inputs), golden.Read(prefix + "logits"), OnnxExport.Tolerance);
            }

            check.Verify();
            ParityTable.Pass(name, "export");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Tensor Run(InferenceSession session, ModelInputs inputs)
    {
        var values = new Dictionary<string, OrtValue>();
        if (inputs is TextInputs text)
        {
            values["input_ids"] = Value<long>(text.InputIds);
            values["attention_mask"] = Value<long>(text.AttentionMask!);
            if (session.InputNames.Contains("token_type_ids"))
            {
                values["token_type_ids"] = Value<long>(text.TokenTypeIds ?? zeros_like(text.InputIds));
            }
        }
        else
        {
            values["pixel_values"] = Value<float>(((ImageInputs)inputs).PixelValues);
        }

        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, values, ["logits"]);
        return tensor(outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }

    private static OrtValue Value<T>(Tensor tensor) where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(tensor.data<T>().ToArray(), tensor.shape);
}
