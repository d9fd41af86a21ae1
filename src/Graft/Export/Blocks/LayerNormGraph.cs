using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>Layer normalisation as a graph.</summary>
internal static class LayerNormGraph
{
    /// <summary>[..., width] -> [..., width].</summary>
    public static GraphValue Apply(this GraphBuilder graph, LayerNorm norm, GraphValue x) => graph.Node(
        "LayerNormalization", [x, graph.Weight(norm.Weight), norm.Bias is null ? null : graph.Weight(norm.Bias)],
        new GraphAttribute("axis", -1L), new GraphAttribute("epsilon", (float)norm.Epsilon));
}
