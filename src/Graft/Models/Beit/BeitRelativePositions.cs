using Graft.Layers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Graft.Models.Beit;

/// <summary>
/// A trained bias of the attention's scores for each distance between two patches and for the pairs with the class
/// token. For images of another size the table of distances is resized bilinearly.
/// </summary>
internal sealed class BeitRelativePositions : IDisposable
{
    // Rows at the end of the table: class token to patch, patch to class token, class token to itself.
    private const int ClassRows = 3;

    private readonly long _side;
    private readonly long _heads;
    private readonly Tensor _rowOfPair;

    /// <summary>Creates the table; its values are undefined until weights are loaded or drawn.</summary>
    /// <param name="side">Patches a row and a column of an image of the trained size.</param>
    /// <param name="heads">Attention heads.</param>
    public BeitRelativePositions(long side, long heads)
    {
        _side = side;
        _heads = heads;
        Table = Parameters.Create(Distances * Distances + ClassRows, heads);
        _rowOfPair = RowOfPair(side, side).DetachFromDisposeScope();
    }

    /// <summary>[distances² + 3, heads]</summary>
    public Parameter Table { get; }

    private long Distances => 2 * _side - 1;

    /// <summary>The bias for a grid of patches: [1,heads,1+n,1+n], n = rows · columns.</summary>
    public Tensor For(long rows, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        bool isTrainedGrid = rows == _side && columns == _side;
        Tensor table = isTrainedGrid ? Table : Resized(rows, columns);
        Tensor pairs = table.index_select(0, (isTrainedGrid ? _rowOfPair : RowOfPair(rows, columns)).to(table.device));
        long tokens = 1 + rows * columns;
        return scope.MoveToOuter(pairs.view(tokens, tokens, _heads).permute(2, 0, 1).contiguous().unsqueeze(0));
    }

    /// <summary>Frees the row numbers; the table is the model's to free.</summary>
    public void Dispose() => _rowOfPair.Dispose();

    private Tensor Resized(long rows, long columns)
    {
        Tensor grid = Table.narrow(0, 0, Distances * Distances)
            .reshape(1, Distances, Distances, _heads).permute(0, 3, 1, 2);                           // [1,h,d,d]
        long height = 2 * rows - 1, width = 2 * columns - 1;
        Tensor resized = nn.functional.interpolate(grid, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
        return cat([resized.permute(0, 2, 3, 1).reshape(height * width, _heads), Table.narrow(0, Distances * Distances, ClassRows)]);
    }

    // The table's row for each pair of tokens: [(1+n)²], queries first.
    private static Tensor RowOfPair(long rows, long columns)
    {
        long patches = rows * columns, height = 2 * rows - 1, width = 2 * columns - 1;
        var row = new long[(1 + patches) * (1 + patches)];
        for (long query = 0; query <= patches; query++)
        {
            for (long key = 0; key <= patches; key++)
            {
                row[query * (1 + patches) + key] = (query, key) switch
                {
                    (0, 0) => height * width + 2,
                    (_, 0) => height * width + 1,
                    (0, _) => height * width,
                    _ => ((query - 1) / columns - (key - 1) / columns + rows - 1) * width
                        + (query - 1) % columns - (key - 1) % columns + columns - 1,
                };
            }
        }

        return tensor(row, device: CPU);
    }
}
