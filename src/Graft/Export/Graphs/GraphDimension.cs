namespace Graft.Export.Graphs;

/// <summary>A dimension of an input or output: a size, or a name where the size is the caller's choice.</summary>
/// <param name="Size">The size, or null.</param>
/// <param name="Symbol">The name, or null.</param>
internal readonly record struct GraphDimension(long? Size, string? Symbol)
{
    /// <summary>Rows in a batch.</summary>
    public static GraphDimension Batch { get; } = new(null, "batch");

    /// <summary>Tokens in a row.</summary>
    public static GraphDimension Sequence { get; } = new(null, "sequence");

    /// <summary>A fixed size.</summary>
    public static implicit operator GraphDimension(long size) => new(size, null);

    /// <summary>A size that each call chooses.</summary>
    public static implicit operator GraphDimension(string symbol) => new(null, symbol);
}
