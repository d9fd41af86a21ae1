namespace Graft.Models.EfficientNet;

/// <summary>Sizes of one block, after the coefficients have scaled its stage.</summary>
public sealed record EfficientNetBlockShape
{
    /// <summary>Channels of the input.</summary>
    public required int Inputs { get; init; }

    /// <summary>Channels of the output.</summary>
    public required int Outputs { get; init; }

    /// <summary>Side of the depthwise kernel in pixels.</summary>
    public required int Kernel { get; init; }

    /// <summary>1, or 2 to halve height and width.</summary>
    public required int Stride { get; init; }

    /// <summary>Factor by which the first convolution widens the input; 1 for a block without it.</summary>
    public required int ExpandRatio { get; init; }

    /// <summary>True if the padding before a stride of 2 is as wide at the left as at the right.</summary>
    public required bool PadsEvenly { get; init; }

    /// <summary>True if the input is added to the output.</summary>
    public required bool IsResidual { get; init; }

    /// <summary>Dropout of the branch of a residual block while training.</summary>
    public required double Dropout { get; init; }

    /// <summary>Channels between the block's first and last convolution.</summary>
    public int InnerChannels => Inputs * ExpandRatio;
}
