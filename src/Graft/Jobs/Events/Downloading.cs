namespace Graft.Jobs.Events;

/// <summary>Files are being downloaded from the hub.</summary>
/// <param name="Repository">The repository's name.</param>
/// <param name="FilesDone">Files that are there.</param>
/// <param name="Files">Files wanted.</param>
/// <param name="BytesDone">Bytes that have come.</param>
/// <param name="Bytes">Bytes to download in all.</param>
public sealed record Downloading(string Repository, int FilesDone, int Files, long BytesDone, long Bytes) : JobEvent;
