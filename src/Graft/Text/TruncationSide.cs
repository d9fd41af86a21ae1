namespace Graft.Text;

/// <summary>The end of a text that is cut off.</summary>
public enum TruncationSide
{
    /// <summary>The end: the beginning is kept.</summary>
    Right,

    /// <summary>The beginning: the end is kept.</summary>
    Left,
}
