namespace Graft.Hub;

/// <summary>A large file on its way to the hub.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Oid">Its sha256.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record LargeUpload(string Path, string Oid, long Length);
