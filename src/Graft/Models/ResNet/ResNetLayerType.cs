namespace Graft.Models.ResNet;

/// <summary>How a residual layer is built.</summary>
public enum ResNetLayerType
{
    /// <summary>Two convolutions of 3 × 3 ("basic": ResNet-18 and -34).</summary>
    Basic,

    /// <summary>One that narrows, one of 3 × 3, one that widens again ("bottleneck": ResNet-50 and larger).</summary>
    Bottleneck,
}
