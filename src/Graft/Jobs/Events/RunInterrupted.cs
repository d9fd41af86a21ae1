namespace Graft.Jobs.Events;

/// <summary>The run was asked to stop; where it was is saved.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Checkpoint">The checkpoint's folder.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="ResumeCommand">The command that goes on.</param>
public sealed record RunInterrupted(string Folder, string? Checkpoint, int Step, int TotalSteps, string ResumeCommand) : JobEvent;
