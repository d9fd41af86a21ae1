using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>Feed-forward blocks as graphs.</summary>
internal static class FeedForwardGraph
{
    /// <summary>[..., width] -> [..., width].</summary>
    public static GraphValue Apply(this GraphBuilder graph, IFeedForward block, GraphValue x) => block switch
    {
        FeedForward plain => graph.Apply(plain.Down, graph.Apply(plain.Activation, graph.Apply(plain.Up, x))),
        GatedFeedForward gated => graph.ApplyGated(gated.Up, gated.Down, gated.Activation, x),
        _ => throw new ArgumentException($"{block.GetType().Name} has no graph", nameof(block)),
    };

    /// <summary>The activated first half of a projection times its second half, projected back: [..., width] -> [..., width].</summary>
    public static GraphValue ApplyGated(this GraphBuilder graph, Linear up, Linear down, Activation activation, GraphValue x)
    {
        long inner = down.Weight.shape[1];
        GraphValue both = graph.Apply(up, x);                                               // [..., 2 inner]
        GraphValue gate = graph.Apply(activation, graph.Slice(both, -1, 0, inner));
        return graph.Apply(down, graph.Multiply(gate, graph.Slice(both, -1, inner, 2 * inner)));
    }
}
