namespace Graft.Jobs.Events;

/// <summary>An export is under way.</summary>
/// <param name="Done">Steps done: the file, then each batch that is compared.</param>
/// <param name="Total">Steps in all.</param>
public sealed record Exporting(int Done, int Total) : JobEvent;
