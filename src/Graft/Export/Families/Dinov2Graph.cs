using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Dinov2;

namespace Graft.Export.Families;

/// <summary>DINOv2: the head reads the class token beside the mean of the patches.</summary>
internal static class Dinov2Graph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var model = (Dinov2)classifier.Trunk;
        GraphValue tokens = graph.Prepend(graph.Apply(model.Patches, pixels.Pixels), model.ClassToken);
        GraphValue hidden = graph.Add(tokens, graph.Apply(model.Positions, pixels, model.Patches));
        hidden = model.Encoder.Aggregate(hidden, (x, layer) => graph.Apply(layer, x, bias: null));
        hidden = graph.Apply(model.Norm, hidden);
        return graph.Apply(classifier, graph.Concat(1, graph.FirstToken(hidden), graph.MeanOfPatches(hidden)));
    }
}
