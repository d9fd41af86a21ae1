namespace Graft.Jobs.Events;

/// <summary>A prediction is under way. The command shows it to people alone.</summary>
/// <param name="Done">Inputs done.</param>
/// <param name="Total">Inputs in all; null while that is not known.</param>
public sealed record PredictionRunning(long Done, long? Total) : JobEvent;
