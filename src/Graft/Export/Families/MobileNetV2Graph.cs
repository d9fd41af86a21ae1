using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.MobileNetV2;

namespace Graft.Export.Families;

/// <summary>MobileNetV2.</summary>
internal static class MobileNetV2Graph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var model = (MobileNetV2)classifier.Trunk;
        MobileNetV2Stem stem = model.Stem;
        GraphValue map = Apply(graph, stem.First, pixels.Pixels);
        map = stem.Expand is null ? map : Apply(graph, stem.Expand, map);
        map = Apply(graph, stem.Reduce, Apply(graph, stem.Depthwise, map));
        map = model.Blocks.Aggregate(map, (x, block) => Apply(graph, block, x));
        map = Apply(graph, model.Last, map);
        return graph.Apply(classifier, graph.Node("Flatten", [graph.Unary("GlobalAveragePool", map)]));      // [b,c,1,1] -> [b,c]
    }

    private static GraphValue Apply(GraphBuilder graph, MobileNetV2Block block, GraphValue x)
    {
        GraphValue narrow = Apply(graph, block.Reduce, Apply(graph, block.Depthwise, Apply(graph, block.Expand, x)));
        return block.IsResidual ? graph.Add(x, narrow) : narrow;
    }

    private static GraphValue Apply(GraphBuilder graph, MobileNetV2Convolution convolution, GraphValue x) =>
        graph.Apply(convolution.Layer, x, convolution.PadsBySize);
}
