namespace Graft.Training;

/// <summary>What a run is expected to take, measured on one batch of typical length.</summary>
/// <param name="Duration">Time of all steps and evaluations.</param>
/// <param name="MemoryBytes">The process's memory, weights, gradients and optimizer included.</param>
public sealed record TrainingEstimate(TimeSpan Duration, long MemoryBytes);
