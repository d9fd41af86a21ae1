using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models;
using Graft.Models.ConvNext;

namespace Graft.Export.Families;

/// <summary>ConvNeXt.</summary>
internal static class ConvNextGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var model = (ConvNext)classifier.Trunk;
        GraphValue map = NormChannels(graph, model.PatchNorm, graph.Apply(model.Patches, pixels.Pixels));       // [b,c,h,w]
        foreach (ConvNextStage stage in model.Stages)
        {
            if (stage.Downsampling is { } downsampling)
            {
                map = graph.Apply(downsampling.Reduction, NormChannels(graph, downsampling.Norm, map));
            }

            map = stage.Blocks.Aggregate(map, (x, block) => Apply(graph, block, x));
        }

        return graph.Apply(classifier, graph.Apply(model.Norm, graph.Mean(map, keepsAxes: false, 2, 3)));
    }

    private static GraphValue Apply(GraphBuilder graph, ConvNextBlock block, GraphValue x)
    {
        GraphValue map = graph.Transpose(graph.Apply(block.Depthwise, x), 0, 2, 3, 1);                           // [b,h,w,c]
        GraphValue branch = graph.Apply(block.FeedForward, graph.Apply(block.Norm, map));
        branch = block.Scale is null ? branch : graph.Multiply(branch, graph.Weight(block.Scale));
        return graph.Add(x, graph.Transpose(branch, 0, 3, 1, 2));
    }

    private static GraphValue NormChannels(GraphBuilder graph, LayerNorm norm, GraphValue x) =>
        graph.Transpose(graph.Apply(norm, graph.Transpose(x, 0, 2, 3, 1)), 0, 3, 1, 2);
}
