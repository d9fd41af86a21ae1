using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Swin;

namespace Graft.Export.Families;

/// <summary>Swin transformers, for images of one size, which decides how maps are cut into windows.</summary>
internal static class SwinGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var swin = (Swin)classifier.Trunk;
        long patch = swin.Config.PatchSize, height = (pixels.Height + patch - 1) / patch, width = (pixels.Width + patch - 1) / patch;
        GraphValue hidden = Embed(graph, swin.Embeddings, pixels, height * patch, width * patch);                 // [b,h·w,c]
        foreach (SwinStage stage in swin.Stages)
        {
            var grid = SwinGrid.Of(height, width, swin.Config.WindowSize);
            hidden = stage.Blocks.Aggregate(hidden, (x, block) => Apply(graph, block, grid, x));
            if (stage.Downsample is { } merging)
            {
                hidden = Merge(graph, merging, hidden, height, width);
                (height, width) = ((height + 1) / 2, (width + 1) / 2);
            }
        }

        return graph.Apply(classifier, graph.Mean(graph.Apply(swin.Norm, hidden), keepsAxes: false, 1));
    }

    private static GraphValue Embed(GraphBuilder graph, SwinEmbeddings embeddings, PixelValues pixels, long height, long width)
    {
        GraphValue whole = graph.PadAfter(pixels.Pixels, 0, 0, height - pixels.Height, width - pixels.Width);
        GraphValue map = graph.Apply(embeddings.Projection, whole);                                               // [b,c,h,w]
        GraphValue patches = graph.Transpose(graph.Reshape(map, 0, embeddings.Projection.Weight.shape[0], -1), 0, 2, 1);
        GraphValue normed = graph.Apply(embeddings.Norm, patches);
        return embeddings.Positions is null ? normed : graph.Add(normed, graph.Weight(embeddings.Positions));
    }

    private static GraphValue Apply(GraphBuilder graph, SwinBlock block, SwinGrid grid, GraphValue x)
    {
        long shift = block.IsShifted ? grid.Shift : 0, channels = block.AttentionOutput.Weight.shape[0];
        GraphValue windows = graph.Partition(grid, graph.Apply(block.AttentionNorm, x), channels, shift);         // [b·windows,n,c]
        GraphValue mixed = graph.Apply(block.AttentionOutput, graph.Apply(block.Attention, windows, Bias(graph, block, grid, shift, x)));
        GraphValue attended = graph.Add(x, graph.Merge(grid, mixed, channels, shift));
        return graph.Add(attended, graph.Apply(block.FeedForward, graph.Apply(block.OutputNorm, attended)));
    }

    // [1,heads,n,n], or where windows are shifted [b·windows,heads,n,n].
    private static GraphValue Bias(GraphBuilder graph, SwinBlock block, SwinGrid grid, long shift, GraphValue x)
    {
        SwinPositionBias bias = block.PositionBias;
        long heads = bias.Table.shape[1], patches = grid.Window * grid.Window;
        if (shift == 0)
        {
            return graph.Derived(bias.Table, $"window_{grid.Window}", [1, heads, patches, patches], () => bias.Forward(grid.Window));
        }

        GraphValue masked = graph.Derived(
            bias.Table, $"shifted_{grid.Height}x{grid.Width}", [grid.Windows, heads, patches, patches], () => bias.Forward(grid.Window) + grid.ShiftMask()!);
        GraphValue shape = graph.Concat(0, graph.Size(x, 0), graph.Numbers(grid.Windows, heads, patches, patches));
        return graph.Reshape(graph.Node("Expand", [masked, shape]), -1, heads, patches, patches);
    }

    // [b,h·w,c] -> [b,⌈h/2⌉·⌈w/2⌉,2c]
    private static GraphValue Merge(GraphBuilder graph, SwinPatchMerging merging, GraphValue x, long height, long width)
    {
        long channels = merging.Reduction.Weight.shape[1] / 4;
        GraphValue map = graph.PadAfter(graph.Reshape(x, 0, height, width, channels), 0, height % 2, width % 2, 0);
        GraphValue squares = graph.Reshape(map, 0, (height + 1) / 2, 2, (width + 1) / 2, 2, channels);
        GraphValue four = graph.Reshape(graph.Transpose(squares, 0, 1, 3, 4, 2, 5), -1, (height + 1) / 2 * ((width + 1) / 2), 4 * channels);
        return graph.Apply(merging.Reduction, graph.Apply(merging.Norm, four));
    }
}
