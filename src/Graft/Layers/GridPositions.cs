using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>
/// One trained vector a place of a square grid of patches, after those of the tokens that stand before the patches.
/// For images of another size the grid is resized bicubically.
/// </summary>
/// <param name="leadingTokens">Tokens before the patches: class token and the like.</param>
/// <param name="side">Places a row and a column of the trained grid.</param>
/// <param name="width">Size of a vector.</param>
public sealed class GridPositions(long leadingTokens, long side, long width)
{
    /// <summary>The vectors: [1, leading + side², width].</summary>
    public Parameter Weight { get; } = Parameters.Create(1, leadingTokens + side * side, width);

    /// <summary>Tokens before the patches.</summary>
    internal long LeadingTokens => leadingTokens;

    /// <summary>The vectors for a grid: [1, leading + rows·columns, width].</summary>
    public Tensor For(long rows, long columns)
    {
        if (rows == side && columns == side)
        {
            return Weight.alias();
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor grid = Weight.narrow(1, leadingTokens, side * side)
            .reshape(1, side, side, width).permute(0, 3, 1, 2);                       // [1,d,side,side]
        Tensor resized = nn.functional.interpolate(grid, [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false);
        Tensor patches = resized.permute(0, 2, 3, 1).reshape(1, rows * columns, width);
        return scope.MoveToOuter(cat([Weight.narrow(1, 0, leadingTokens), patches], 1));
    }
}
