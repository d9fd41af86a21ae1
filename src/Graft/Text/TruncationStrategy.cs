namespace Graft.Text;

/// <summary>Which text is cut where an encoding would be too long.</summary>
public enum TruncationStrategy
{
    /// <summary>None: encodings may be longer than the maximum.</summary>
    None,

    /// <summary>The longer of the two, until both are equally long; then both.</summary>
    LongestFirst,

    /// <summary>Only the first; it keeps at least one token, else encoding fails.</summary>
    OnlyFirst,

    /// <summary>Only the second; it keeps at least one token, else encoding fails.</summary>
    OnlySecond,
}
