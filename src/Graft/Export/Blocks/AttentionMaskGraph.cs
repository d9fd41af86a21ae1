using Graft.Export.Graphs;
using Graft.Tensors;

namespace Graft.Export.Blocks;

/// <summary>Attention masks as graphs, in the form that attention adds to its scores: 0 where a key is seen, the lowest float where not.</summary>
internal static class AttentionMaskGraph
{
    /// <summary>[b,t] int64, 0 at padding -> [b,1,1,t].</summary>
    public static GraphValue AdditiveMask(this GraphBuilder graph, GraphValue mask) =>
        graph.Unsqueeze(graph.Hide(graph.Equal(mask, graph.Number(0))), 1, 2);

    /// <summary>[b,t] int64 -> [b,t,1] float32: 1 at tokens, 0 at padding.</summary>
    public static GraphValue IsToken(this GraphBuilder graph, GraphValue mask) =>
        graph.Unsqueeze(graph.Cast(graph.Unary("Not", graph.Equal(mask, graph.Number(0))), NumberFormat.F32), 2);

    /// <summary>Truth values, true where a key is hidden -> what is added to the scores.</summary>
    public static GraphValue Hide(this GraphBuilder graph, GraphValue hidden) => graph.Where(hidden, graph.Real(float.MinValue), graph.Real(0));

    /// <summary>How far the key (column) lies before the query (row): [t,t] int64.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">t: [1] int64.</param>
    public static GraphValue Distance(this GraphBuilder graph, GraphValue tokens)
    {
        GraphValue positions = graph.Range(tokens);
        return graph.Subtract(graph.Unsqueeze(positions, 1), positions);
    }
}
