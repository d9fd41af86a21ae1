namespace Graft.Models;

/// <summary>How a classifier is opened.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Number of labels of the new head; null (the default): as in the folder, or as <see cref="Labels"/> has it.</summary>
    public int? NumLabels { get; init; }

    /// <summary>Names and kind of the labels; null (the default): those of the folder, or numbered ones of its kind if <see cref="NumLabels"/> differs.</summary>
    public LabelSet? Labels { get; init; }

    /// <summary>
    /// True to drop a head whose size is not the wanted one and draw a new one; false (the default) to refuse such a folder.
    /// </summary>
    public bool IgnoreMismatchedSizes { get; init; }

    /// <summary>Seed of the values of new tensors. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// True to leave large float32 weights in their file, mapped into memory: nothing is copied, only what is used is read, and processes share
    /// it. Such a file may be replaced by another (a rename, as all saving here does) but must not be overwritten or cut in place while the
    /// model lives: the system ends the process for it. False (the default) to copy them. Weights in other formats, and all weights on Windows, are copied either way.
    /// </summary>
    public bool MapWeights { get; init; }

    /// <summary>The families that can be opened.</summary>
    public ModelRegistry Registry { get; init; } = ModelRegistry.Default;
}
