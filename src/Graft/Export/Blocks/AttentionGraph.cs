using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>Self-attention as a graph.</summary>
internal static class AttentionGraph
{
    /// <summary>[b,t,d] -> [b,t,d], without the output projection.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="attention">The layer.</param>
    /// <param name="x">[b,t,d]</param>
    /// <param name="mask">Added to the scores: broadcastable to [b,h,t,t], or null.</param>
    public static GraphValue Apply(this GraphBuilder graph, MultiHeadAttention attention, GraphValue x, GraphValue? mask)
    {
        long headSize = attention.Query.Weight.shape[0] / attention.Heads;
        GraphValue query = graph.SplitHeads(graph.Apply(attention.Query, x), attention.Heads, headSize);
        GraphValue key = graph.SplitHeads(graph.Apply(attention.Key, x), attention.Heads, headSize);
        GraphValue value = graph.SplitHeads(graph.Apply(attention.Value, x), attention.Heads, headSize);
        return graph.JoinHeads(graph.Attend(query, key, value, mask, 1 / Math.Sqrt(headSize)), attention.Heads * headSize);
    }

    /// <summary>softmax(q kᵀ · scale + mask) v: [b,h,t,d/h] each -> [b,h,t,d/h].</summary>
    public static GraphValue Attend(this GraphBuilder graph, GraphValue query, GraphValue key, GraphValue value, GraphValue? mask, double scale)
    {
        GraphValue scaled = graph.Multiply(query, graph.Real(scale));
        GraphValue scores = graph.MatMul(scaled, graph.Transpose(key, 0, 1, 3, 2));         // [b,h,t,t]
        GraphValue masked = mask is { } added ? graph.Add(scores, added) : scores;
        return graph.MatMul(graph.Softmax(masked), value);
    }

    /// <summary>[b,t,d] -> [b,h,t,d/h].</summary>
    public static GraphValue SplitHeads(this GraphBuilder graph, GraphValue x, long heads, long headSize) =>
        graph.Transpose(graph.Reshape(x, 0, 0, heads, headSize), 0, 2, 1, 3);

    /// <summary>[b,t,3d], where query, key and value lie side by side -> [b,h,t,d/h] each.</summary>
    public static (GraphValue Query, GraphValue Key, GraphValue Value) SplitPacked(this GraphBuilder graph, GraphValue x, long heads, long headSize)
    {
        long width = heads * headSize;
        return (Part(0), Part(1), Part(2));

        GraphValue Part(int i) => graph.SplitHeads(graph.Slice(x, -1, i * width, (i + 1) * width), heads, headSize);
    }

    /// <summary>[b,h,t,d/h] -> [b,t,d].</summary>
    public static GraphValue JoinHeads(this GraphBuilder graph, GraphValue x, long width) =>
        graph.Reshape(graph.Transpose(x, 0, 2, 1, 3), 0, 0, width);
}
