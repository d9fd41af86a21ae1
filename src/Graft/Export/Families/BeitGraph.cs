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

        GraphValue? Bias(BeitRelativePositions? positions) => positions is null ? null : graph.Derived(
            positions.Table, $"{rows}x{columns}", [1, positions.Table.shape[1], 1 + rows * columns, 1 + rows * columns], () => positions.For(rows, columns));
    }
}
