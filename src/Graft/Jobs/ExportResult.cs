using System.Text.Json.Serialization;

namespace Graft.Jobs;

/// <summary>An export that is done, and checked.</summary>
/// <param name="Folder">The folder with the files.</param>
/// <param name="Family">The model's family.</param>
/// <param name="Files">The names of the files, model.onnx first.</param>
/// <param name="Bytes">Size of model.onnx.</param>
/// <param name="Cases">Batches on which the file's logits were compared with the model's.</param>
/// <param name="GreatestDifference">The greatest difference of a logit.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ExportResult(
    string Folder, string Family, IReadOnlyList<string> Files, long Bytes, int Cases, double GreatestDifference, double Seconds)
{
    /// <summary>As JSON, the last of the events.</summary>
    [JsonPropertyOrder(-1)]
    public string Event => "done";
}
