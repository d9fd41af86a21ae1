namespace Graft.Jobs;

/// <summary>One checkpoint of a run.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Bytes">What its files take.</param>
/// <param name="State">Whether it is whole.</param>
/// <param name="Problems">What is wrong, a sentence each.</param>
/// <param name="IsBest">True if the run says that it has the best weights so far.</param>
/// <param name="IsNewest">True if it is the newest that is whole: the one a resumed run goes on from.</param>
/// <param name="IsRemoved">True if it was removed just now.</param>
public sealed record CheckpointEntry(
    string Folder, int Step, long Bytes, CheckpointState State, IReadOnlyList<string> Problems, bool IsBest, bool IsNewest, bool IsRemoved);
