using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Tensors;

namespace Graft.Export.Blocks;

/// <summary>Words, positions and token types as a graph.</summary>
internal static class TokenEmbeddingsGraph
{
    /// <summary>[b,t] ids -> [b,t,width].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="embeddings">The tables.</param>
    /// <param name="text">The inputs.</param>
    public static GraphValue Apply(this GraphBuilder graph, TokenEmbeddings embeddings, TextValues text)
    {
        GraphValue sum = graph.Gather(graph.Weight(embeddings.Words.Weight), text.Ids);                        // [b,t,d]
        if (embeddings.TokenTypes is { } types)
        {
            sum = graph.Add(sum, graph.TokenTypes(types, text));
        }

        GraphValue table = graph.Weight(embeddings.Positions.Weight);
        sum = graph.Add(sum, embeddings.PositionsAfter is { } padding
            ? graph.Gather(table, CountTokens(graph, text.Ids, padding))                                      // [b,t,d]
            : graph.FirstRows(table, text.Ids));                                                              // [t,d]
        return graph.Apply(embeddings.Norm, sum);
    }

    /// <summary>The vectors of token types: [b,t,d]; the first row of the table, [d], where the inputs have none or the table has no other.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">The vectors.</param>
    /// <param name="text">The inputs.</param>
    public static GraphValue TokenTypes(this GraphBuilder graph, Embedding table, TextValues text) => graph.Gather(
        graph.Weight(table.Weight), text.TokenTypes is { } types && table.Weight.shape[0] > 1 ? types : graph.Number(0));

    /// <summary>As many rows of a table as a text has tokens: [t,d].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">[rows,d]</param>
    /// <param name="ids">[b,t]</param>
    public static GraphValue FirstRows(this GraphBuilder graph, GraphValue table, GraphValue ids) =>
        graph.Slice(table, 0, graph.Numbers(0), graph.Size(ids, 1));

    // [b,t] ids -> [b,t] positions: the padding id at padding, else padding id + 1, + 2, … over the row's tokens.
    private static GraphValue CountTokens(GraphBuilder graph, GraphValue ids, int padding)
    {
        GraphValue isPadding = graph.Equal(ids, graph.Number(padding));
        GraphValue isToken = graph.Cast(graph.Unary("Not", isPadding), NumberFormat.I64);
        GraphValue counted = graph.Node("CumSum", [isToken, graph.Number(1)]);
        return graph.Add(graph.Multiply(counted, isToken), graph.Number(padding));
    }
}
