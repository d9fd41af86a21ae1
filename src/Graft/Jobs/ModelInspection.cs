using System.Text.Json.Serialization;
using Graft.Models;

namespace Graft.Jobs;

/// <summary>What is in a model's folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Family">The model's family.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Parameters">Numbers in it.</param>
/// <param name="WeightBytes">Size of the weights' files.</param>
/// <param name="Formats">Tensors of each number format.</param>
/// <param name="IsTrained">True if it has a head, so that it can predict.</param>
/// <param name="ProblemType">What the labels are; null without a head.</param>
/// <param name="Labels">The labels' names; empty without a head.</param>
/// <param name="Missing">Tensors that the folder lacks, by name.</param>
/// <param name="Unused">Tensors that the model has no use for, by name.</param>
/// <param name="MaxTokens">The longest text in tokens; null for images.</param>
/// <param name="Vocabulary">Tokens that the tokenizer knows; null for images.</param>
/// <param name="ImageSize">What images are made to: "224 × 224"; null for texts.</param>
public sealed record ModelInspection(
    string Folder, string Family, InputKind Inputs, long Parameters, long WeightBytes, IReadOnlyDictionary<string, int> Formats, bool IsTrained,
    ProblemType? ProblemType, IReadOnlyList<string> Labels, IReadOnlyList<string> Missing, IReadOnlyList<string> Unused, int? MaxTokens,
    int? Vocabulary, string? ImageSize)
{
    /// <summary>As JSON, the kind of line.</summary>
    [JsonPropertyOrder(-1)]
    public string Event => "model";
}
