using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>A batch of images, already resized and normalised. Takes ownership of the tensor.</summary>
/// <param name="pixelValues">[b,3,h,w] float32</param>
public sealed class ImageInputs(Tensor pixelValues) : ModelInputs
{
    /// <summary>[b,3,h,w] float32</summary>
    public Tensor PixelValues { get; } = pixelValues;

    /// <inheritdoc/>
    public override int BatchSize => (int)PixelValues.shape[0];

    /// <inheritdoc/>
    public override ModelInputs Slice(int first, int count) => new ImageInputs(Slice(PixelValues, first, count));

    /// <inheritdoc/>
    public override ModelInputs Copy(Func<Tensor, Tensor> copy) => new ImageInputs(copy(PixelValues));

    /// <inheritdoc/>
    public override void Dispose() => PixelValues.Dispose();
}
