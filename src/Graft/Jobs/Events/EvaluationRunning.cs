namespace Graft.Jobs.Events;

/// <summary>An evaluation is under way.</summary>
/// <param name="Done">Rows done.</param>
/// <param name="Total">Rows in all.</param>
public sealed record EvaluationRunning(int Done, int Total) : JobEvent;
