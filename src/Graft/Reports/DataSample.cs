namespace Graft.Reports;

/// <summary>One row of the data.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Text">The text, or null for an image.</param>
/// <param name="Image">The bytes of a PNG, JPEG, GIF or WebP file, or null for a text. They go into the page as they are: best a thumbnail.</param>
public sealed record DataSample(string Source, string? Text, ReadOnlyMemory<byte>? Image);
