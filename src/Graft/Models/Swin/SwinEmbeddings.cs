using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Swin;

/// <summary>Cuts an image into patches and makes a normalised vector of each.</summary>
internal sealed class SwinEmbeddings(SwinConfig config)
{
    // The published models keep this value here, whatever the configuration says of the other norms.
    private const double Epsilon = 1e-5;

    public Convolution Projection { get; } =
        new(config.Channels, config.EmbeddingSize, config.PatchSize, stride: config.PatchSize);

    public LayerNorm Norm { get; } = new(config.EmbeddingSize, Epsilon);

    /// <summary>[1,h·w,c], or null where positions are relative only.</summary>
    public Parameter? Positions { get; } = config.AbsolutePositions
        ? Parameters.Create(1, (long)(config.ImageSize / config.PatchSize) * (config.ImageSize / config.PatchSize), config.EmbeddingSize)
        : null;

    /// <summary>[b,3,H,W] -> [b,h·w,c] and the map's sides h and w; zeros fill patches that jut out.</summary>
    public (Tensor Patches, long Height, long Width) Forward(Tensor pixels, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long below = Missing(pixels.shape[2]), right = Missing(pixels.shape[3]);
        Tensor map = Projection.Forward(below + right > 0 ? nn.functional.pad(pixels, [0, right, 0, below]) : pixels);
        long height = map.shape[2], width = map.shape[3];
        Tensor patches = Norm.Forward(map.flatten(2).transpose(1, 2));                 // [b,h·w,c]
        if (Positions is not null)
        {
            if (Positions.shape[1] != height * width)
            {
                throw new ModelException(
                    $"The images have {height} × {width} patches, but the model has positions for {Positions.shape[1]}.",
                    remedy: $"Resize the images to {config.ImageSize} × {config.ImageSize} pixels.");
            }

            patches = patches + Positions;
        }

        return (scope.MoveToOuter(Dropout.Apply(patches, config.HiddenDropout, context)), height, width);
    }

    private long Missing(long side) => (config.PatchSize - side % config.PatchSize) % config.PatchSize;
}
