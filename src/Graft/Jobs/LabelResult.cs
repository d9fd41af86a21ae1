namespace Graft.Jobs;

/// <summary>How well one label is told.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Precision">Of what was predicted as it, the share that is.</param>
/// <param name="Recall">Of what is it, the share that was found.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Rows">Rows that are it.</param>
public sealed record LabelResult(string Label, double Precision, double Recall, double F1, int Rows);
