namespace Graft.Tests.Training;

/// <summary>What a process holds at one moment.</summary>
/// <param name="Step">The training step.</param>
/// <param name="Tensors">Live tensors.</param>
/// <param name="ResidentBytes">Memory in use, after a collection.</param>
/// <param name="Handles">Open file handles of all kinds; 0 where the system does not list them.</param>
/// <param name="OwnFiles">Those on files in the run's folder.</param>
/// <param name="Threads">Threads; 0 where the system does not list them.</param>
internal sealed record ResourceLook(int Step, long Tensors, long ResidentBytes, int Handles, int OwnFiles, int Threads);
