namespace Graft.Preflight;

/// <summary>Two rows that are the same.</summary>
/// <param name="First">Where the one came from.</param>
/// <param name="Second">Where the other came from.</param>
public sealed record RowPair(string First, string Second);
