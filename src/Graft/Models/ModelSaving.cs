using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Tensors;

namespace Graft.Models;

/// <summary>Writes model folders as the public tools write them.</summary>
internal static class ModelSaving
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Save(
        string folder, ModelConfigFile config, string architecture, WeightMap weights, LabelSet labels, bool statesProblemType, NumberFormat format)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The folder cannot be made: {error.Message}", folder,
                remedy: "Name a place that can be written to.", innerException: error);
        }

        // Whole lines of the processor's cache first, so that a short bias moves no other tensor off their edges (MappedTensors).
        TensorToWrite[] tensors = [.. weights.Entries
            .OrderBy(entry => entry.Tensor.NumberOfElements * StoredFormat(entry, format).Size() % MappedTensors.AlignmentBytes != 0)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => entry.Tensor.ToWrite(entry.Name, StoredFormat(entry, format)))];
        SafetensorsWriter.Write(Path.Combine(folder, WeightFolder.SingleFile), tensors);

        // The configuration comes last: a folder that has it has its weights.
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(Describe(config, architecture, labels, statesProblemType, format), Layout);
        AtomicFile.Write(Path.Combine(folder, "config.json"), stream => stream.Write(json), json.Length);
    }

    private static JsonObject Describe(
        ModelConfigFile config, string architecture, LabelSet labels, bool statesProblemType, NumberFormat format)
    {
        JsonObject json = config.ToJson();
        json["architectures"] = new JsonArray(architecture);
        ModelConfigLabels.Write(json, labels, statesProblemType);
        json.Remove("torch_dtype");
        json["dtype"] = format switch
        {
            NumberFormat.F16 => "float16",
            NumberFormat.BF16 => "bfloat16",
            _ => "float32",
        };

        // Code that the folder names is not carried on: this library would not run it, and others should not.
        json.Remove("auto_map");
        return new JsonObject(json.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    // Counters stay whole numbers; running statistics are stored like the weights.
    private static NumberFormat StoredFormat(WeightEntry entry, NumberFormat format) =>
        entry.Tensor.is_floating_point() ? format : NumberFormat.I64;
}
