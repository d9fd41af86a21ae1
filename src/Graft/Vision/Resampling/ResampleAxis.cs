namespace Graft.Vision.Resampling;

/// <summary>How one axis of a picture is resized.</summary>
/// <param name="SourceSize">Pixels of the source.</param>
/// <param name="Low">Where the part begins that is resized, in pixels.</param>
/// <param name="High">Where it ends.</param>
/// <param name="TargetSize">Pixels it is resized to.</param>
internal readonly record struct ResampleAxis(int SourceSize, double Low, double High, int TargetSize)
{
    /// <summary>Pixels of the source for one of the output.</summary>
    public double Scale => (High - Low) / TargetSize;

    /// <summary>Whether nothing changes along this axis.</summary>
    public bool IsCopy => SourceSize == TargetSize && Low == 0 && High == SourceSize;

    /// <summary>An axis that is resized as a whole.</summary>
    public static ResampleAxis Whole(int sourceSize, int targetSize) => new(sourceSize, 0, sourceSize, targetSize);
}
