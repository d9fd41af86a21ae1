using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models;
using Graft.Models.Albert;

namespace Graft.Export.Families;

/// <summary>ALBERT, whose layers share weights: the file holds them once.</summary>
internal static class AlbertGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var albert = (Albert)classifier.Trunk;
        GraphValue mask = graph.AdditiveMask(text.Mask);
        GraphValue hidden = graph.Apply(albert.Projection, graph.Apply(albert.Embeddings, text));
        for (int i = 0; i < albert.Config.Layers; i++)
        {
            foreach (PostNormLayer layer in albert.Groups[albert.Config.GroupOf(i)])
            {
                hidden = graph.Apply(layer, hidden, mask);
            }
        }

        return graph.Apply(classifier, graph.Apply(albert.Pooler, hidden));
    }
}
