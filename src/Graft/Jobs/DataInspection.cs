using System.Text.Json.Serialization;
using Graft.Models;
using Graft.Preflight;

namespace Graft.Jobs;

/// <summary>What is in some data.</summary>
/// <param name="Data">The data.</param>
/// <param name="Kind">Texts or images.</param>
/// <param name="ProblemType">What the labels are.</param>
/// <param name="Labels">The labels' names.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Overlaps">Rows that are in two parts.</param>
/// <param name="Tokenizer">The folder of the tokenizer that counted; null for images.</param>
/// <param name="Notes">What else was found while reading.</param>
/// <param name="Findings">What the checks found, the gravest first.</param>
/// <param name="Forecast">What a training with the default options is expected to take; null where it cannot be told.</param>
public sealed record DataInspection(
    string Data, InputKind Kind, ProblemType ProblemType, IReadOnlyList<string> Labels, IReadOnlyList<PartInspection> Parts,
    IReadOnlyList<PartOverlap> Overlaps, string? Tokenizer, IReadOnlyList<string> Notes, IReadOnlyList<Finding> Findings, RunForecast? Forecast)
{
    /// <summary>As JSON, the kind of line.</summary>
    [JsonPropertyOrder(-1)]
    public string Event => "data";
}
