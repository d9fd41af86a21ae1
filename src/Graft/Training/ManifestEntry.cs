namespace Graft.Training;

/// <summary>A file of a checkpoint as its manifest has it.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">SHA-256 of its content, in 64 lower-case hexadecimal digits.</param>
internal sealed record ManifestEntry(string Name, long Size, string Sha256);
