namespace Graft.Training;

/// <summary>One evaluation.</summary>
/// <param name="Step">Optimizer steps before it.</param>
/// <param name="Epoch">Epochs before it, as a fraction.</param>
/// <param name="Metrics">"loss" and what the metric function gave.</param>
/// <param name="Duration">Time it took.</param>
public sealed record EvaluationRecord(int Step, double Epoch, IReadOnlyDictionary<string, double> Metrics, TimeSpan Duration);
