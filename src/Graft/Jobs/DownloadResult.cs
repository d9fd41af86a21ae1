namespace Graft.Jobs;

/// <summary>What was downloaded, or was there already.</summary>
/// <param name="Name">The repository.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Folder">The snapshot's folder.</param>
/// <param name="Files">How many files it holds.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record DownloadResult(string Name, string Commit, string Folder, int Files, long Bytes);
