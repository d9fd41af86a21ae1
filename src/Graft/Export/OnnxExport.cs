using System.Text.Json.Nodes;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Tensors;

namespace Graft.Export;

/// <summary>
/// Writes classifiers as ONNX files, which ONNX Runtime and others run without Graft. Source: the ONNX specification,
/// operators of opset 17.
/// </summary>
public static class OnnxExport
{
    /// <summary>What a logit of the file may differ from the model's own.</summary>
    public const double Tolerance = 1e-4;

    private const long MostBytes = int.MaxValue;    // of a protocol buffer message

    /// <summary>
    /// Writes a classifier as an ONNX file in single precision. Texts: input_ids, attention_mask and, in families that
    /// have them, token_type_ids, [batch, sequence] int64 each; images: pixel_values, [batch, channels, height, width]
    /// float32; out come logits, [batch, labels] float32. The file takes its name only after ONNX Runtime has run it, on
    /// batches of one and three, odd lengths and padding, and has given the model's own logits; else it is deleted, and a
    /// file that was there stays.
    /// </summary>
    /// <param name="classifier">The classifier, with weights in single precision.</param>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="options">The size of images, and who is told of progress.</param>
    /// <param name="cancellation">Stops between weights and between comparisons; nothing is left then.</param>
    /// <exception cref="ExportException">
    /// The family cannot be exported, the file would be larger than 2 GB, or it does not give the model's logits.
    /// </exception>
    /// <exception cref="FileWriteException">The disk is full, or the folder is missing or may not be written to.</exception>
    public static OnnxExportResult Write(
        PretrainedClassifier classifier, string path, OnnxExportOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return Write(classifier, path, FamilyGraphs.Of(classifier.Family, classifier.Config.Path), options ?? new OnnxExportOptions(), cancellation);
    }

    /// <summary>The same with another graph than the family's own.</summary>
    internal static OnnxExportResult Write(
        PretrainedClassifier classifier, string path, FamilyGraph family, OnnxExportOptions options, CancellationToken cancellation)
    {
        GraphBuilder graph = family.Build(classifier, options);
        IReadOnlyList<ExportCase> cases = family.Cases(classifier, options);
        var file = new OnnxFile(graph, classifier.Family.ModelType, Metadata(classifier));
        if (file.Length > MostBytes)
        {
            throw new ExportException(
                $"The model takes {file.Length:N0} bytes, but an ONNX file holds at most {MostBytes:N0}.", path,
                remedy: "Train a smaller model of the family.");
        }

        double greatest = 0;
        int steps = cases.Count + 1;
        options.Progress?.Invoke(0, steps);
        AtomicFile.Write(path, stream => file.WriteTo(stream, cancellation), Check, file.Length);
        return new OnnxExportResult(path, file.Length, cases.Count, greatest);

        void Check(string temporary)
        {
            options.Progress?.Invoke(1, steps);
            using OnnxCheck check = OnnxCheck.Open(temporary, path);
            for (int i = 0; i < cases.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                greatest = Math.Max(greatest, check.Compare(classifier, cases[i]));
                options.Progress?.Invoke(i + 2, steps);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Metadata(PretrainedClassifier classifier)
    {
        var labels = new JsonObject();
        ModelConfigLabels.Write(labels, classifier.Labels, statesProblemType: !classifier.Labels.IsProblemTypeImplied || classifier.IsTrained || classifier.Labels.Count > 1);
        yield return new("model_type", classifier.Family.ModelType);
        foreach ((string name, JsonNode? value) in labels.Where(entry => entry.Key is "id2label" or "problem_type"))
        {
            yield return new(name, value is JsonValue text ? text.ToString() : value!.ToJsonString());
        }
    }
}
