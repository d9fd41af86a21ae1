namespace Graft.Layers.Fused;

/// <summary>Sizes of an inverted bottleneck.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Inner">Channels in the middle; those of x where nothing widens them.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="Depthwise">Sizes of the depthwise convolution: those of the maps too.</param>
internal readonly record struct BottleneckShape(int Inputs, int Inner, int Outputs, ConvolutionSizes Depthwise)
{
    // Floats of the widened rows that a band holds: with the weights they stay in a second-level cache.
    private const int BandElements = 1 << 16;

    /// <summary>Rows of the result that are computed together.</summary>
    public int BandRows => Math.Clamp(BandElements / (Depthwise.Stride * Depthwise.Width * Inner), 1, Depthwise.OutputHeight);

    /// <summary>Rows of x that a band of the result looks at.</summary>
    public int BandInputRows => Math.Min(Depthwise.Height, (BandRows - 1) * Depthwise.Stride + Depthwise.Kernel);
}
