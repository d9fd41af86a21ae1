namespace Graft.Jobs;

/// <summary>Whether a checkpoint can be gone on from.</summary>
public enum CheckpointState
{
    /// <summary>All files are there in their sizes.</summary>
    Complete,

    /// <summary>All files have been read through, and their hashes are those that were written.</summary>
    Verified,

    /// <summary>A file is missing, cut short or changed, or there is no manifest.</summary>
    Damaged,
}
