namespace Graft.LocalHub;

/// <summary>A request that came.</summary>
/// <param name="Host">"hub" or "storage".</param>
/// <param name="Method">GET, HEAD, …</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Range">The Range header, or null.</param>
/// <param name="Authorization">The Authorization header, or null.</param>
public sealed record RequestRecord(string Host, string Method, string Path, string? Range, string? Authorization)
{
    /// <summary>The header that opens an upload's address, or null.</summary>
    public string? UploadKey { get; init; }

    /// <summary>The answer's status.</summary>
    public int Status { get; set; }

    /// <summary>Bytes of the answer's body.</summary>
    public long BytesSent { get; set; }
}
