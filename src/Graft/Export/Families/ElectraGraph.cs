using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Electra;

namespace Graft.Export.Families;

/// <summary>ELECTRA's discriminator.</summary>
internal static class ElectraGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var electra = (Electra)classifier.Trunk;
        GraphValue embedded = graph.Apply(electra.Embeddings, text);
        GraphValue projected = electra.Projection is null ? embedded : graph.Apply(electra.Projection, embedded);
        GraphValue hidden = graph.Apply(electra.Encoder, projected, graph.AdditiveMask(text.Mask));
        return graph.Apply(classifier, graph.FirstToken(hidden));
    }
}
