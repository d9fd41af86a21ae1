using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// Images with a pixel's channels side by side in memory. Convolutions keep that order and are faster with it, as they
/// need not reorder each map for themselves.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>[b,c,h,w] -> the same shape and values.</summary>
    /// <param name="images">[b,c,h,w]</param>
    /// <param name="context">
    /// Where the batch's own statistics count, the order stays as it is: they add up in the order of memory, and on small
    /// maps their rounding shows in the logits.
    /// </param>
    public static Tensor Order(Tensor images, ForwardContext context)
    {
        if (context.UpdateBatchStatistics)
        {
            return images;
        }

        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
    }
}
