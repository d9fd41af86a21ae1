using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Bert;

namespace Graft.Export.Families;

/// <summary>BERT.</summary>
internal static class BertGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var bert = (Bert)classifier.Trunk;
        GraphValue hidden = graph.Apply(bert.Encoder, graph.Apply(bert.Embeddings, text), graph.AdditiveMask(text.Mask));
        return graph.Apply(classifier, graph.Apply(bert.Pooler, hidden));
    }
}
