namespace Graft.Vision;

/// <summary>What shows where a picture was moved away.</summary>
public enum EdgeFill
{
    /// <summary>Black.</summary>
    Black,

    /// <summary>The pixel at the edge, over and over.</summary>
    Repeat,

    /// <summary>The picture mirrored at its edge.</summary>
    Reflect,
}
