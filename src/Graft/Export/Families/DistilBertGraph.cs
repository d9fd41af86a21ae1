using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.DistilBert;

namespace Graft.Export.Families;

/// <summary>DistilBERT.</summary>
internal static class DistilBertGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var distilBert = (DistilBert)classifier.Trunk;
        GraphValue hidden = graph.Apply(distilBert.Encoder, graph.Apply(distilBert.Embeddings, text), graph.AdditiveMask(text.Mask));
        return graph.Apply(classifier, graph.FirstToken(hidden));
    }
}
