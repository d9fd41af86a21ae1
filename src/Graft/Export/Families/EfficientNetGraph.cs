using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.EfficientNet;

namespace Graft.Export.Families;

/// <summary>EfficientNet.</summary>
internal static class EfficientNetGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var model = (EfficientNet)classifier.Trunk;
        GraphValue map = model.Blocks.Aggregate(graph.Apply(model.Stem, pixels.Pixels), (x, block) => Apply(graph, block, x));
        map = graph.Apply(model.Top, map);
        string pooling = model.Config.Pooling == EfficientNetPooling.Mean ? "GlobalAveragePool" : "GlobalMaxPool";
        return graph.Apply(classifier, graph.Node("Flatten", [graph.Unary(pooling, map)]));       // [b,hidden,1,1] -> [b,hidden]
    }

    private static GraphValue Apply(GraphBuilder graph, EfficientNetBlock block, GraphValue x)
    {
        GraphValue wide = block.Expand is null ? x : graph.Apply(block.Expand, x);
        GraphValue narrow = graph.Apply(block.Project, Apply(graph, block.Gate, graph.Apply(block.Depthwise, wide)));
        return block.IsResidual ? graph.Add(narrow, x) : narrow;
    }

    private static GraphValue Apply(GraphBuilder graph, SqueezeExcite gate, GraphValue x)
    {
        if (gate.IsIdentity())
        {
            return x;
        }

        GraphValue inner = graph.Apply(gate.Activation, graph.Apply(gate.Reduce, graph.Unary("GlobalAveragePool", x)));
        return graph.Multiply(x, graph.Unary("Sigmoid", graph.Apply(gate.Expand, inner)));
    }
}
