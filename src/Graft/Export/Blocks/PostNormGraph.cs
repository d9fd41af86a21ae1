using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>BERT's layers as graphs: attention and feed-forward, each added to its input and then normalised.</summary>
internal static class PostNormGraph
{
    /// <summary>All layers of an encoder: [b,t,d] -> [b,t,d].</summary>
    public static GraphValue Apply(this GraphBuilder graph, PostNormEncoder encoder, GraphValue x, GraphValue? mask) =>
        encoder.Layers.Aggregate(x, (hidden, layer) => graph.Apply(layer, hidden, mask));

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    public static GraphValue Apply(this GraphBuilder graph, PostNormLayer layer, GraphValue x, GraphValue? mask) =>
        graph.Apply(layer.Block, x, graph.Apply(layer.Attention, x, mask));

    /// <summary>What follows attention: [b,t,d] -> [b,t,d].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="block">The block.</param>
    /// <param name="x">[b,t,d], what attention was applied to.</param>
    /// <param name="mixed">[b,t,d], what attention gave.</param>
    public static GraphValue Apply(this GraphBuilder graph, PostNormBlock block, GraphValue x, GraphValue mixed)
    {
        GraphValue attended = graph.Apply(block.AttentionNorm, graph.Add(graph.Apply(block.AttentionOutput, mixed), x));
        return graph.Apply(block.OutputNorm, graph.Add(graph.Apply(block.FeedForward, attended), attended));
    }
}
