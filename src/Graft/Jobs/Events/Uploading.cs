namespace Graft.Jobs.Events;

/// <summary>Files are being uploaded to the hub.</summary>
/// <param name="Repository">The repository's name.</param>
/// <param name="FilesDone">Files that are done.</param>
/// <param name="Files">Files in all.</param>
/// <param name="BytesDone">Bytes of large files that have gone.</param>
/// <param name="Bytes">Bytes of large files in all.</param>
public sealed record Uploading(string Repository, int FilesDone, int Files, long BytesDone, long Bytes) : JobEvent;
