using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.DebertaV2;

namespace Graft.Export.Families;

/// <summary>DeBERTa of the second and third version: attention by content and by distance.</summary>
internal static class DebertaV2Graph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var deberta = (DebertaV2)classifier.Trunk;
        GraphValue mask = graph.AdditiveMask(text.Mask), isToken = graph.IsToken(text.Mask);                      // [b,1,1,t], [b,t,1]
        GraphValue embedded = graph.Multiply(Embed(graph, deberta.Embeddings, text), isToken);                    // [b,t,d]
        DistanceValues? distances = Distances(graph, deberta, text);
        GraphValue hidden = embedded;
        for (int i = 0; i < deberta.Encoder.Count; i++)
        {
            DebertaV2Layer layer = deberta.Encoder[i];
            hidden = graph.Apply(layer.Block, hidden, graph.Apply(layer.Attention, deberta.Config, hidden, mask, distances));
            if (i == 0 && deberta.Convolution is { } convolution)
            {
                hidden = Convolve(graph, convolution, deberta.Config, embedded, hidden, isToken);
            }
        }

        return graph.Apply(classifier, graph.FirstToken(hidden));
    }

    private static GraphValue Embed(GraphBuilder graph, DebertaV2Embeddings embeddings, TextValues text)
    {
        GraphValue sum = graph.Gather(graph.Weight(embeddings.Words.Weight), text.Ids);                           // [b,t,e]
        sum = embeddings.Positions is { } positions ? graph.Add(sum, graph.FirstRows(graph.Weight(positions.Weight), text.Ids)) : sum;
        sum = embeddings.TokenTypes is { } types ? graph.Add(sum, graph.TokenTypes(types, text)) : sum;
        return graph.Apply(embeddings.Norm, embeddings.Projection is { } projection ? graph.Apply(projection, sum) : sum);
    }

    private static DistanceValues? Distances(GraphBuilder graph, DebertaV2 deberta, TextValues text)
    {
        if (deberta.Distances is not { } table)
        {
            return null;
        }

        GraphValue rows = graph.Weight(table.Weight);                                                             // [r,d]
        rows = deberta.DistanceNorm is { } norm ? graph.Apply(norm, rows) : rows;
        return graph.Distances(rows, deberta.Config, graph.Size(text.Ids, 1));
    }

    // Neighbouring tokens of the embeddings, added to the first layer's output: [b,t,d].
    private static GraphValue Convolve(
        GraphBuilder graph, DebertaV2Convolution layer, DebertaV2Config config, GraphValue embedded, GraphValue hidden, GraphValue isToken)
    {
        long padding = (config.ConvolutionWidth - 1) / 2;
        GraphValue convolved = graph.Node(
            "Conv", [graph.Transpose(embedded, 0, 2, 1), graph.Weight(layer.Weight), graph.Weight(layer.Bias)],
            new GraphAttribute("pads", [padding, padding]), new GraphAttribute("group", (long)config.ConvolutionGroups));
        GraphValue activated = graph.Apply(config.ConvolutionActivation, graph.Multiply(graph.Transpose(convolved, 0, 2, 1), isToken));
        return graph.Multiply(graph.Apply(layer.Norm, graph.Add(hidden, activated)), isToken);
    }
}
