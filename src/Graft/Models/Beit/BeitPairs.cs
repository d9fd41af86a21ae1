using static TorchSharp.torch;

namespace Graft.Models.Beit;

/// <summary>
/// Which row of a table of distances belongs to each pair of tokens. All layers of a model ask for the same; it is counted
/// when a batch needs it, not when the model is made, as a config can name an image of any size.
/// </summary>
internal sealed class BeitPairs
{
    /// <summary>Rows at the end of a table: class token to patch, patch to class token, class token to itself.</summary>
    public const int ClassRows = 3;

    private Grid? _last;

    /// <summary>The row numbers of a grid of patches: [(1+n)²], queries first, n = rows · columns.</summary>
    public Tensor For(long rows, long columns, Device device)
    {
        if (_last is not { } grid || grid.Rows != rows || grid.Columns != columns)
        {
            _last = grid = new Grid(rows, columns, Count(rows, columns));
        }

        return tensor(grid.Numbers, device: device);
    }

    /// <summary>The same as numbers.</summary>
    public static long[] Count(long rows, long columns)
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

        return row;
    }

    private sealed record Grid(long Rows, long Columns, long[] Numbers);
}
