using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>Blocks on maps of one size, then the step to the next size; the last stage has no such step.</summary>
internal sealed class SwinStage
{
    private readonly SwinConfig _config;

    public SwinStage(SwinConfig config, int stage)
    {
        _config = config;
        int before = config.Depths.Take(stage).Sum(), all = config.Depths.Sum();
        Blocks = [.. Enumerable.Range(0, config.Depths[stage]).Select(i => new SwinBlock(
            config, stage, isShifted: i % 2 == 1, DropPath.RateOf(before + i, all, config.DropPathRate)))];
        Downsample = stage + 1 < config.Depths.Count ? new SwinPatchMerging(config.StageSize(stage)) : null;
    }

    public IReadOnlyList<SwinBlock> Blocks { get; }

    public SwinPatchMerging? Downsample { get; }

    /// <summary>[b,h·w,c] -> [b,⌈h/2⌉·⌈w/2⌉,2c], or the same shape in the last stage.</summary>
    public Tensor Forward(Tensor x, long height, long width, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        var grid = SwinGrid.Of(height, width, _config.WindowSize);
        Tensor? shiftMask = Blocks.Count > 1 ? grid.ShiftMask(x.device) : null;

        // A stage shows the probabilities of its last block.
        ForwardContext untraced = context.Trace is null ? context : new ForwardContext
        {
            Dropout = context.Dropout,
            UpdateBatchStatistics = context.UpdateBatchStatistics,
            CheckpointActivations = context.CheckpointActivations,
        };
        Tensor hidden = x;
        for (int i = 0; i < Blocks.Count; i++)
        {
            hidden = Blocks[i].Forward(hidden, grid, shiftMask, i == Blocks.Count - 1 ? context : untraced);
        }

        return scope.MoveToOuter(Downsample is null ? hidden : Downsample.Forward(hidden, height, width));
    }
}
