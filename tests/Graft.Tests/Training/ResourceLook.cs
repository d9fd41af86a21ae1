namespace Graft.Tests.Training;

/// <summary>What a process holds at one moment.</summary>
/// <param name="Step">The training step.</param>
/// <param name="Tensors">Live tensors.</param>
/// <param name="ResidentBytes">Memory in use, after a collection.</param>
/// <param name="Handles">Open file handles of all kinds, with what each is open on; empty where the system does not list them.</param>
/// <param name="OwnFiles">Those on files in the run's folder.</param>
/// <param name="Threads">Numbers of its threads; empty where the system does not list them.</param>
internal sealed record ResourceLook(int Step, long Tensors, long ResidentBytes, IReadOnlyList<string> Handles, int OwnFiles, IReadOnlyList<string> Threads)
{
    /// <inheritdoc/>
    public override string ToString() => $"step {Step}: {Tensors} tensors, {ResidentBytes >> 20} MB, {Handles.Count} handles, {OwnFiles} own files, {Threads.Count} threads";
}
