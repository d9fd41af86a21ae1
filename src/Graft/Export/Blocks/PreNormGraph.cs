using Graft.Export.Graphs;
using Graft.Layers;
using TorchSharp.Modules;

namespace Graft.Export.Blocks;

/// <summary>A vision transformer's layer as a graph: attention and feed-forward, each on the normalised input and added to it.</summary>
internal static class PreNormGraph
{
    /// <summary>[b,t,d] -> [b,t,d].</summary>
    public static GraphValue Apply(this GraphBuilder graph, PreNormBlock block, GraphValue x, GraphValue? bias)
    {
        GraphValue mixed = graph.Apply(block.AttentionOutput, graph.Apply(block.Attention, graph.Apply(block.AttentionNorm, x), bias));
        GraphValue attended = graph.Add(Scale(mixed, block.AttentionScale), x);
        GraphValue transformed = graph.Apply(block.FeedForward, graph.Apply(block.FeedForwardNorm, attended));
        return graph.Add(Scale(transformed, block.FeedForwardScale), attended);

        GraphValue Scale(GraphValue branch, Parameter? factors) => factors is null ? branch : graph.Multiply(branch, graph.Weight(factors));
    }
}
