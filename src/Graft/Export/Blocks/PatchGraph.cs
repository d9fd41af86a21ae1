using Graft.Export.Graphs;
using Graft.Layers;
using TorchSharp.Modules;

namespace Graft.Export.Blocks;

/// <summary>Images as tokens: patches, leading tokens and positions, as graphs for images of one size.</summary>
internal static class PatchGraph
{
    /// <summary>[b,c,h,w] -> [b,n,d], row by row.</summary>
    public static GraphValue Apply(this GraphBuilder graph, PatchEmbedding patches, GraphValue pixels)
    {
        long width = patches.Projection.Weight.shape[0];
        return graph.Transpose(graph.Reshape(graph.Apply(patches.Projection, pixels), 0, width, -1), 0, 2, 1);
    }

    /// <summary>Puts trained tokens before the patches: [b,n,d] -> [b,tokens + n,d].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="patches">[b,n,d]</param>
    /// <param name="tokens">[1,1,d] each.</param>
    public static GraphValue Prepend(this GraphBuilder graph, GraphValue patches, params Parameter[] tokens)
    {
        GraphValue batch = graph.Size(patches, 0);
        return graph.Concat(1,
        [
            .. tokens.Select(token => graph.Node("Expand", [graph.Weight(token), graph.Concat(0, batch, graph.Numbers(1), graph.Numbers(token.shape[2]))])),
            patches,
        ]);
    }

    /// <summary>The mean of all tokens but the first: [b,1+n,d] -> [b,d].</summary>
    public static GraphValue MeanOfPatches(this GraphBuilder graph, GraphValue hidden) =>
        graph.Mean(graph.Slice(hidden, 1, 1, long.MaxValue), keepsAxes: false, 1);

    /// <summary>The positions for images of a size, resized when the file is written: [1,t,d].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="positions">The trained grid.</param>
    /// <param name="pixels">The images.</param>
    /// <param name="patches">What cuts them.</param>
    public static GraphValue Apply(this GraphBuilder graph, GridPositions positions, PixelValues pixels, PatchEmbedding patches)
    {
        long side = patches.Projection.Stride, rows = pixels.Height / side, columns = pixels.Width / side;
        long leading = positions.LeadingTokens;
        return graph.Derived(
            positions.Weight, $"{rows}x{columns}", [1, leading + rows * columns, positions.Weight.shape[2]], () => positions.For(rows, columns));
    }
}
