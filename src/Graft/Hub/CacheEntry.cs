namespace Graft.Hub;

/// <summary>A repository in the cache.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Organisation and name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Bytes">Bytes on the disk, each file once.</param>
/// <param name="UnfinishedBytes">Those of them that are downloads cut off.</param>
/// <param name="Revisions">The commits there are.</param>
public sealed record CacheEntry(RepoKind Kind, string Name, string Folder, long Bytes, long UnfinishedBytes, IReadOnlyList<CacheRevision> Revisions);
