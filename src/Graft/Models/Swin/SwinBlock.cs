using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>Attention within windows, then feed-forward, each normalised before and added to its input (pre-norm).</summary>
/// <param name="config">The architecture.</param>
/// <param name="stage">The stage that the block is in.</param>
/// <param name="isShifted">True for windows moved by half a side, so that patches of neighbouring windows meet.</param>
/// <param name="dropPath">Share of rows that skip the attention while training.</param>
internal sealed class SwinBlock(SwinConfig config, int stage, bool isShifted, double dropPath)
{
    /// <summary>True for windows moved by half a side.</summary>
    public bool IsShifted => isShifted;

    public LayerNorm AttentionNorm { get; } = new(config.StageSize(stage), config.LayerNormEpsilon);

    public MultiHeadAttention Attention { get; } =
        new(config.StageSize(stage), config.Heads[stage], config.AttentionDropout, config.AttentionBias);

    public SwinPositionBias PositionBias { get; } = new(config.WindowSize, config.Heads[stage]);

    public Linear AttentionOutput { get; } = new(config.StageSize(stage), config.StageSize(stage));

    public LayerNorm OutputNorm { get; } = new(config.StageSize(stage), config.LayerNormEpsilon);

    public FeedForward FeedForward { get; } =
        new(config.StageSize(stage), (int)(config.FeedForwardRatio * config.StageSize(stage)), config.Activation);

    /// <summary>[b,h·w,c] -> [b,h·w,c].</summary>
    /// <param name="x">[b,h·w,c]</param>
    /// <param name="grid">How the map is cut into windows.</param>
    /// <param name="shiftMask">[windows,1,n,n], or null where shifting has no effect.</param>
    /// <param name="context">Training or prediction.</param>
    public Tensor Forward(Tensor x, SwinGrid grid, Tensor? shiftMask, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor windows = grid.Partition(AttentionNorm.Forward(x), isShifted);          // [b·windows,n,c]
        Tensor bias = PositionBias.Forward(grid.Window);                               // [1,heads,n,n]
        if (isShifted && shiftMask is not null)
        {
            bias = (bias + shiftMask).repeat(x.shape[0], 1, 1, 1);                     // [b·windows,heads,n,n]
        }

        Tensor mixed = AttentionOutput.Forward(Attention.Forward(windows, bias, context));
        Tensor merged = grid.Merge(Dropout.Apply(mixed, config.HiddenDropout, context), isShifted);
        Tensor attended = x + DropPath.Apply(merged, dropPath, context);
        Tensor transformed = FeedForward.Forward(OutputNorm.Forward(attended));
        return scope.MoveToOuter(attended + Dropout.Apply(transformed, config.HiddenDropout, context));
    }
}
