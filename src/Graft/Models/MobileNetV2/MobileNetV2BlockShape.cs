namespace Graft.Models.MobileNetV2;

/// <summary>The sizes of one block.</summary>
/// <param name="Inputs">Channels before.</param>
/// <param name="InnerChannels">Channels of the depthwise convolution.</param>
/// <param name="Outputs">Channels after.</param>
/// <param name="Stride">1, or 2 to halve the sides.</param>
/// <param name="Dilation">Distance between two pixels of the depthwise kernel.</param>
public sealed record MobileNetV2BlockShape(int Inputs, int InnerChannels, int Outputs, int Stride, int Dilation)
{
    /// <summary>True if the input is added to the output.</summary>
    public bool IsResidual => Stride == 1 && Inputs == Outputs;
}
