namespace Graft.Models.DebertaV2;

/// <summary>What attention scores of DeBERTa take from distances, besides content to content.</summary>
[Flags]
public enum PositionAttention
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The query's content against the key's distance ("c2p").</summary>
    ContentToPosition = 1,

    /// <summary>The query's distance against the key's content ("p2c").</summary>
    PositionToContent = 2,
}
