namespace Graft.Text;

/// <summary>How long the encodings of a batch are made.</summary>
public enum PaddingStrategy
{
    /// <summary>Each keeps its length.</summary>
    None,

    /// <summary>As long as the longest of the batch.</summary>
    Longest,

    /// <summary>As long as the maximum length.</summary>
    MaxLength,
}
