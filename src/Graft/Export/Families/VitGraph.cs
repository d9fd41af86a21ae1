using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Vit;

namespace Graft.Export.Families;

/// <summary>ViT and DeiT.</summary>
internal static class VitGraph
{
    /// <summary>[b,c,h,w] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, PixelValues pixels)
    {
        var vit = (Vit)classifier.Trunk;
        VitEmbeddings embeddings = vit.Embeddings;
        GraphValue patches = graph.Apply(embeddings.Patches, pixels.Pixels);
        GraphValue tokens = embeddings.DistillationToken is { } distillation
            ? graph.Prepend(patches, embeddings.ClassToken, distillation)
            : graph.Prepend(patches, embeddings.ClassToken);
        GraphValue hidden = graph.Add(tokens, graph.Apply(embeddings.Positions, pixels, embeddings.Patches));
        hidden = vit.Encoder.Aggregate(hidden, (x, layer) => graph.Apply(layer, x, bias: null));
        return graph.Apply(classifier, graph.FirstToken(graph.Apply(vit.Norm, hidden)));
    }
}
