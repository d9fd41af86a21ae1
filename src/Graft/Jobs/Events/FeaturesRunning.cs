namespace Graft.Jobs.Events;

/// <summary>A frozen trunk goes through all rows, once.</summary>
/// <param name="Done">Rows done.</param>
/// <param name="Total">Rows in all.</param>
public sealed record FeaturesRunning(int Done, int Total) : JobEvent;
