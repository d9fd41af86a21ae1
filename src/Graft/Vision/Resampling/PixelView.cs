namespace Graft.Vision.Resampling;

/// <summary>Rows of RGB pixels in a larger buffer.</summary>
/// <param name="bytes">From the first pixel on, with at least <see cref="RgbImage.Padding"/> bytes behind the last.</param>
/// <param name="stride">Bytes from one row to the next.</param>
internal readonly ref struct PixelView(ReadOnlySpan<byte> bytes, int stride)
{
    /// <summary>The first pixel and all that follow.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; } = stride;
}
