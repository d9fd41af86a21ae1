using System.Text.Json.Serialization;

namespace Graft.Jobs;

/// <summary>How well a trained folder does on some data.</summary>
/// <param name="Folder">The trained folder.</param>
/// <param name="Data">The data.</param>
/// <param name="Rows">Rows evaluated.</param>
/// <param name="Test">The metrics, with accuracy_low and accuracy_high, the 95% interval of the accuracy.</param>
/// <param name="Labels">Each label's scores; empty for a regression.</param>
/// <param name="Confusion">Rows of each true class by predicted class; null where rows have no single class.</param>
/// <param name="Mistakes">The most confident mistakes.</param>
/// <param name="Notes">What the user should know about the data.</param>
public sealed record EvaluationResult(
    string Folder, string Data, int Rows, IReadOnlyDictionary<string, double> Test, IReadOnlyList<LabelResult> Labels,
    IReadOnlyList<IReadOnlyList<int>>? Confusion, IReadOnlyList<Mistake> Mistakes, IReadOnlyList<string> Notes)
{
    /// <summary>What int8 costs against single precision; null for the other formats.</summary>
    public RoundingCost? Rounding { get; init; }

    /// <summary>As JSON, the last of the events.</summary>
    [JsonPropertyOrder(-1)]
    public string Event => "done";
}
