namespace Graft.Hub;

/// <summary>How far a download of some files is.</summary>
/// <param name="Repository">The repository's name.</param>
/// <param name="FilesDone">Files that are there, whole and checked.</param>
/// <param name="Files">Files wanted.</param>
/// <param name="BytesDone">Bytes of those that had to be downloaded.</param>
/// <param name="Bytes">Bytes to download in all, as far as known.</param>
public sealed record DownloadProgress(string Repository, int FilesDone, int Files, long BytesDone, long Bytes);
