namespace Graft.Pipelines;

/// <summary>One label of a prediction, as the public pipelines give it.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Score">Its probability, or the value itself where no function is applied.</param>
public sealed record LabelScore(string Label, double Score);
