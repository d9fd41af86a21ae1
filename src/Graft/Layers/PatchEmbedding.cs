using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Cuts images into square patches and projects each to a vector.</summary>
/// <param name="channels">Channels of an image.</param>
/// <param name="width">Size of a patch's vector.</param>
/// <param name="patchSize">Side of a patch in pixels.</param>
public sealed class PatchEmbedding(long channels, long width, long patchSize)
{
    /// <summary>The projection: a convolution whose stride is its kernel's side.</summary>
    public Convolution Projection { get; } = new(channels, width, patchSize, patchSize);

    /// <summary>[b,channels,h,w] -> [b,n,width], row by row; what is left at the right and lower edge is cut off.</summary>
    /// <param name="pixels">[b,channels,h,w]</param>
    /// <param name="rows">Patches from top to bottom.</param>
    /// <param name="columns">Patches from left to right.</param>
    /// <exception cref="ArgumentException">The images have other channels, or are smaller than a patch.</exception>
    public Tensor Forward(Tensor pixels, out long rows, out long columns)
    {
        if (pixels.dim() != 4 || pixels.shape[1] != channels || pixels.shape[2] < patchSize || pixels.shape[3] < patchSize)
        {
            throw new ArgumentException(
                $"images of shape [{string.Join(",", pixels.shape)}] do not fit: [b,{channels},h,w] with sides of {patchSize} pixels or more are expected",
                nameof(pixels));
        }

        rows = pixels.shape[2] / patchSize;
        columns = pixels.shape[3] / patchSize;
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(Projection.Forward(pixels).flatten(2).transpose(1, 2));
    }
}
