namespace Graft.Jobs.Events;

/// <summary>A checkpoint is complete on disk.</summary>
/// <param name="Folder">Its folder.</param>
public sealed record CheckpointSaved(string Folder) : JobEvent;
