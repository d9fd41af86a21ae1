using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>y = x Wᵀ + b as a graph, with the matrix transposed in the file, as runtimes want it.</summary>
internal static class LinearGraph
{
    /// <summary>[..., inputs] -> [..., outputs].</summary>
    public static GraphValue Apply(this GraphBuilder graph, Linear layer, GraphValue x)
    {
        GraphValue product = graph.MatMul(x, graph.Derived(layer.Weight, "transposed", [layer.Weight.shape[1], layer.Weight.shape[0]], () => layer.Weight.t()));
        return layer.Bias is null ? product : graph.Add(product, graph.Weight(layer.Bias));
    }

    /// <summary>The same for a layer whose matrix is stored transposed already.</summary>
    public static GraphValue Apply(this GraphBuilder graph, TransposedLinear layer, GraphValue x) =>
        graph.Add(graph.MatMul(x, graph.Weight(layer.Weight)), graph.Weight(layer.Bias));
}
