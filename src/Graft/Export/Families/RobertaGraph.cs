using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Roberta;

namespace Graft.Export.Families;

/// <summary>RoBERTa and XLM-RoBERTa.</summary>
internal static class RobertaGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var roberta = (Roberta)classifier.Trunk;
        GraphValue hidden = graph.Apply(roberta.Encoder, graph.Apply(roberta.Embeddings, text), graph.AdditiveMask(text.Mask));
        return graph.Apply(classifier, graph.FirstToken(hidden));
    }
}
