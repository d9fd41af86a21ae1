using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Beit;

namespace Graft.Export.Families;

/// <summary>BEiT: positions by place, by distance, or both.</summary>
internal static class BeitGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var beit = (Beit)classifier.Trunk;
        GraphValue hidden = graph.Prepend(graph.Apply(beit.Patches, pixels.Pixels), beit.ClassToken);             // [b,1+n,d]
        hidden = beit.Positions is null ? hidden : graph.Add(hidden, graph.Apply(beit.Positions, pixels, beit.Patches));
        long side = beit.Patches.Projection.Stride, rows = pixels.Height / side, columns = pixels.Width / side;
        GraphValue? pairs = beit.Config.HasRelativePositions || beit.Config.HasSharedRelativePositions
            ? graph.Numbers($"pairs_{rows}x{columns}", BeitPairs.Count(rows, columns))                            // [(1+n)²]
            : null;
        GraphValue? shared = Bias(beit.SharedRelativePositions);
        foreach (BeitLayer layer in beit.Encoder)
        {
            GraphValue? own = Bias(layer.RelativePositions);
            GraphValue? bias = own is { } a && shared is { } b ? graph.Add(a, b) : own ?? shared;                 // [1,h,1+n,1+n]
            hidden = graph.Apply(layer.Block, hidden, bias);
        }

        return graph.Apply(classifier, beit.Config.PoolsPatches
            ? graph.Apply(beit.Norm, graph.MeanOfPatches(hidden))
            : graph.FirstToken(graph.Apply(beit.Norm, hidden)));

        GraphValue? Bias(BeitRelativePositions? positions) => positions is null ? null : Expand(graph, positions, pairs!.Value, rows, columns);
    }

    // The file holds each layer's table alone, and once for all which row belongs to each pair: the biases themselves are a
    // number a pair, head and layer, for large models more than all weights.
    private static GraphValue Expand(GraphBuilder graph, BeitRelativePositions positions, GraphValue pairs, long rows, long columns)
    {
        long heads = positions.Table.shape[1], tokens = 1 + rows * columns, distances = (2 * rows - 1) * (2 * columns - 1);
        GraphValue table = positions.IsTrainedGrid(rows, columns)
            ? graph.Weight(positions.Table)
            : graph.Derived(positions.Table, $"{rows}x{columns}", [distances + BeitPairs.ClassRows, heads], () => positions.Resized(rows, columns));
        GraphValue biases = graph.Reshape(graph.Gather(table, pairs), tokens, tokens, heads);
        return graph.Unsqueeze(graph.Transpose(biases, 2, 0, 1), 0);                                              // [1,h,1+n,1+n]
    }
}
