namespace Graft.Models.EfficientNet;

/// <summary>How the last feature map becomes a vector.</summary>
public enum EfficientNetPooling
{
    /// <summary>The mean over all places.</summary>
    Mean,

    /// <summary>The largest value over all places.</summary>
    Max,
}
