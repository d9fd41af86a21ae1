using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.ConvNext;

/// <summary>A wide depthwise convolution, then feed-forward on each place, added to the input.</summary>
/// <param name="width">Channels.</param>
/// <param name="config">The architecture.</param>
/// <param name="dropPath">Share of rows that skip the block while training.</param>
internal sealed class ConvNextBlock(int width, ConvNextConfig config, double dropPath)
{
    private const int Kernel = 7;

    public Convolution Depthwise { get; } = new(width, width, Kernel, padding: Kernel / 2, groups: width);

    public LayerNorm Norm { get; } = new(width, ConvNext.InnerEpsilon);

    public FeedForward FeedForward { get; } = new(width, 4 * width, config.Activation);

    /// <summary>[c], or null where nothing is scaled.</summary>
    public Parameter? Scale { get; } = config.LayerScale > 0 ? Parameters.Create(width) : null;

    /// <summary>[b,c,h,w] -> [b,c,h,w].</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor map = Depthwise.Forward(x).permute(0, 2, 3, 1);                         // [b,h,w,c]
        Tensor branch = FeedForward.Forward(Norm.Forward(map));
        if (Scale is not null)
        {
            branch = branch * Scale;
        }

        return scope.MoveToOuter(x + DropPath.Apply(branch.permute(0, 3, 1, 2), dropPath, context));
    }
}
