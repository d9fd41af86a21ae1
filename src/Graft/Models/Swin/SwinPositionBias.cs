using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Graft.Models.Swin;

/// <summary>
/// A learned number for each head and each distance between two patches of a window. Files may hold the distances'
/// numbers ("relative_position_index"); they follow from the window's side and are counted here instead.
/// </summary>
internal sealed class SwinPositionBias(int windowSize, int heads)
{
    /// <summary>[(2w-1)², heads]: the vertical distance is the slower one.</summary>
    public Parameter Table { get; } = Layers.Parameters.Create((2 * windowSize - 1) * (2 * windowSize - 1), heads);

    /// <summary>The bias of a window: [1,heads,n,n].</summary>
    /// <param name="window">Its side, at most the table's; a smaller one takes the middle of the table.</param>
    public Tensor Forward(long window)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = tensor(Distances(window), device: Table.device);                                    // [n·n]
        Tensor bias = Table.index_select(0, numbers).view(window * window, window * window, heads);
        return scope.MoveToOuter(bias.permute(2, 0, 1).unsqueeze(0));
    }

    private long[] Distances(long window)
    {
        long patches = window * window, span = 2 * windowSize - 1, zero = windowSize - 1;
        var numbers = new long[patches * patches];
        for (long query = 0; query < patches; query++)
        {
            for (long key = 0; key < patches; key++)
            {
                long down = query / window - key / window + zero, right = query % window - key % window + zero;
                numbers[query * patches + key] = down * span + right;
            }
        }

        return numbers;
    }
}
