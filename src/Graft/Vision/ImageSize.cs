namespace Graft.Vision;

/// <summary>
/// A size as preprocessor_config.json states it: height and width, or the shortest edge (with or without a
/// cap on the longest), or the largest height and width.
/// </summary>
public sealed record ImageSize
{
    /// <summary>Rows, or null.</summary>
    public int? Height { get; init; }

    /// <summary>Columns, or null.</summary>
    public int? Width { get; init; }

    /// <summary>Wanted length of the shorter edge, the proportions kept, or null.</summary>
    public int? ShortestEdge { get; init; }

    /// <summary>Largest length of the longer edge, or null.</summary>
    public int? LongestEdge { get; init; }

    /// <summary>Most rows, the proportions kept, or null.</summary>
    public int? MaxHeight { get; init; }

    /// <summary>Most columns, the proportions kept, or null.</summary>
    public int? MaxWidth { get; init; }

    /// <summary>Exactly so many rows and columns.</summary>
    public static ImageSize Exactly(int height, int width) => new() { Height = height, Width = width };

    /// <summary>The shorter edge so long, the longer in proportion.</summary>
    public static ImageSize Shortest(int edge) => new() { ShortestEdge = edge };
}
