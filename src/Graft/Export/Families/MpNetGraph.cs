using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.MpNet;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Export.Families;

/// <summary>MPNet: attention with a bias by distance.</summary>
internal static class MpNetGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var mpNet = (MpNet)classifier.Trunk;
        GraphValue bias = Bias(graph, mpNet.PositionBias, mpNet.MaxTokens!.Value, graph.Size(text.Ids, 1));      // [1,h,t,t]
        GraphValue mask = graph.Add(bias, graph.AdditiveMask(text.Mask));                                         // [b,h,t,t]
        GraphValue hidden = graph.Apply(mpNet.Encoder, graph.Apply(mpNet.Embeddings, text), mask);
        return graph.Apply(classifier, graph.FirstToken(hidden));
    }

    // The file holds the bias of every distance that there can be: a runtime's logarithm may put one next to a bucket's border elsewhere.
    private static GraphValue Bias(GraphBuilder graph, RelativePositionBias bias, long most, GraphValue tokens)
    {
        Tensor table = bias.Table.Weight;
        GraphValue byDistance = graph.Derived(table, "by_distance", [2 * most - 1, table.shape[1]], () => ByDistance(bias, most));
        GraphValue rows = graph.Add(graph.Distance(tokens), graph.Number(most - 1));                              // [t,t]
        return graph.Unsqueeze(graph.Transpose(graph.Gather(byDistance, rows), 2, 0, 1), 0);
    }

    // [2 most - 1,h], from the key that lies farthest behind the query's place to the one farthest before it.
    private static Tensor ByDistance(RelativePositionBias bias, long most)
    {
        Tensor all = bias.Forward(most)[0];                                                                       // [h,most,most]
        Tensor behind = all.narrow(1, 0, 1).squeeze(1).narrow(1, 1, most - 1).flip(1);                            // keys after the first query
        Tensor before = all.narrow(2, 0, 1).squeeze(2);                                                           // the first key, queries after it
        return cat([behind, before], 1).t();
    }
}
