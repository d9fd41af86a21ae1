using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.ConvNext;

/// <summary>Blocks on maps of one size, after the step from the size before; the first stage has no such step.</summary>
internal sealed class ConvNextStage
{
    public ConvNextStage(ConvNextConfig config, int stage)
    {
        int width = config.HiddenSizes[stage], before = config.Depths.Take(stage).Sum(), all = config.Depths.Sum();
        Downsampling = stage > 0 ? new ConvNextDownsampling(config.HiddenSizes[stage - 1], width) : null;
        Blocks = [.. Enumerable.Range(0, config.Depths[stage]).Select(i =>
            new ConvNextBlock(width, config, DropPath.RateOf(before + i, all, config.DropPathRate)))];
    }

    public ConvNextDownsampling? Downsampling { get; }

    public IReadOnlyList<ConvNextBlock> Blocks { get; }

    /// <summary>[b,c,h,w] -> [b,c',h/2,w/2], or the same sides in the first stage.</summary>
    public Tensor Forward(Tensor x, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = Downsampling is null ? x : Downsampling.Forward(x);
        foreach (ConvNextBlock block in Blocks)
        {
            hidden = block.Forward(hidden, context);
        }

        return scope.MoveToOuter(hidden);
    }
}
