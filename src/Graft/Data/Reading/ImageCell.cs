namespace Graft.Data.Reading;

/// <summary>An image in a table: its encoded bytes, or the path of its file, or both (then the bytes count).</summary>
internal sealed record ImageCell(ReadOnlyMemory<byte>? Bytes, string? Path);
