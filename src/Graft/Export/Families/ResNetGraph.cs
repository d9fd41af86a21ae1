using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.ResNet;

namespace Graft.Export.Families;

/// <summary>ResNets with basic or bottleneck layers.</summary>
internal static class ResNetGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var resNet = (ResNet)classifier.Trunk;
        GraphValue map = graph.Node(
            "MaxPool", [graph.Apply(resNet.Embedder, pixels.Pixels)],
            new GraphAttribute("kernel_shape", [3, 3]), new GraphAttribute("strides", [2, 2]), new GraphAttribute("pads", [1, 1, 1, 1]));
        map = resNet.Stages.SelectMany(stage => stage).Aggregate(map, (x, layer) => Apply(graph, layer, x));
        return graph.Apply(classifier, graph.Node("Flatten", [graph.Unary("GlobalAveragePool", map)]));      // [b,c,1,1] -> [b,c]
    }

    private static GraphValue Apply(GraphBuilder graph, ResNetLayer layer, GraphValue x)
    {
        GraphValue branch = layer.Convolutions.Aggregate(x, (map, convolution) => graph.Apply(convolution, map));
        return graph.Apply(layer.Activation, graph.Add(branch, layer.Shortcut is null ? x : graph.Apply(layer.Shortcut, x)));
    }
}
