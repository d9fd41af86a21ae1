namespace Graft.Jobs;

/// <summary>A row that the model got wrong.</summary>
/// <param name="Input">The text, or the image's name.</param>
/// <param name="Origin">Where the row came from.</param>
/// <param name="Label">What it is.</param>
/// <param name="Predicted">What the model said.</param>
/// <param name="Score">How sure the model was, in 0..1.</param>
public sealed record Mistake(string Input, string Origin, string Label, string Predicted, double Score);
