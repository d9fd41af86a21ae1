using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Beit;

/// <summary>
/// A trained bias of the attention's scores for each distance between two patches and for the pairs with the class
/// token. For images of another size the table of distances is resized bilinearly.
/// </summary>
/// <param name="side">Patches a row and a column of an image of the trained size.</param>
/// <param name="heads">Attention heads.</param>
internal sealed class BeitRelativePositions(long side, long heads)
{
    /// <summary>[distances² + 3, heads]: the last rows are class token to patch, patch to class token, class token to itself.</summary>
    public Parameter Table { get; } = Parameters.Create((2 * side - 1) * (2 * side - 1) + BeitPairs.ClassRows, heads);

    private long Distances => 2 * side - 1;

    /// <summary>The bias for a grid of patches: [1,heads,1+n,1+n], n = rows · columns.</summary>
    /// <param name="rows">Patches from top to bottom.</param>
    /// <param name="columns">Patches from left to right.</param>
    /// <param name="pairs">The grid's row numbers, as <see cref="BeitPairs"/> gives them.</param>
    public Tensor For(long rows, long columns, Tensor pairs)
    {
        using DisposeScope scope = NewDisposeScope();
        long tokens = 1 + rows * columns;
        Tensor biases = (IsTrainedGrid(rows, columns) ? Table : Resized(rows, columns)).index_select(0, pairs);
        return scope.MoveToOuter(biases.view(tokens, tokens, heads).permute(2, 0, 1).contiguous().unsqueeze(0));
    }

    /// <summary>True for the grid whose distances the table has.</summary>
    public bool IsTrainedGrid(long rows, long columns) => rows == side && columns == side;

    /// <summary>The table of another grid: [(2·rows - 1)·(2·columns - 1) + 3, heads].</summary>
    public Tensor Resized(long rows, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor grid = Table.narrow(0, 0, Distances * Distances)
            .reshape(1, Distances, Distances, heads).permute(0, 3, 1, 2);                            // [1,h,d,d]
        long height = 2 * rows - 1, width = 2 * columns - 1;
        Tensor resized = nn.functional.interpolate(grid, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        return scope.MoveToOuter(cat(
            [resized.permute(0, 2, 3, 1).reshape(height * width, heads), Table.narrow(0, Distances * Distances, BeitPairs.ClassRows)]));
    }
}
