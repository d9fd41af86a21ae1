using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models.DebertaV2;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Export.Blocks;

/// <summary>DeBERTa's attention as a graph.</summary>
internal static class DisentangledGraph
{
    private const long Farthest = 1 << 16;

    /// <summary>
    /// Which row of the table each pair of tokens takes. The file holds the row of every distance up to where they no longer
    /// change: a runtime's logarithm may put one next to a bucket's border elsewhere.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">[r,d]</param>
    /// <param name="config">Span, buckets and the largest distance.</param>
    /// <param name="tokens">t: [1] int64.</param>
    public static DistanceValues Distances(this GraphBuilder graph, GraphValue table, DebertaV2Config config, GraphValue tokens)
    {
        long[] rows = RowOfDistance(config);                                                                      // from -limit to limit
        long limit = rows.Length / 2;
        GraphValue distance = graph.Distance(tokens);                                                             // [t,t]
        GraphValue clipped = graph.Node("Clip", [distance, graph.Number(-limit), graph.Number(limit)]);
        GraphValue place = graph.Add(clipped, graph.Number(limit)), opposite = graph.Subtract(graph.Number(limit), clipped);
        GraphValue byDistance = graph.Numbers("rows_by_distance", rows);
        return new DistanceValues(table, graph.Gather(byDistance, place), graph.Gather(byDistance, opposite));
    }

    /// <summary>[b,t,d] -> [b,t,d].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="attention">The layer.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="x">[b,t,d]</param>
    /// <param name="mask">Added to the scores: [b,1,1,t].</param>
    /// <param name="distances">The distances; null for a model without relative attention.</param>
    public static GraphValue Apply(
        this GraphBuilder graph, DisentangledAttention attention, DebertaV2Config config, GraphValue x, GraphValue mask, DistanceValues? distances)
    {
        long heads = config.Heads, headSize = config.HiddenSize / heads;
        double scale = attention.ContentShare / Math.Sqrt(headSize);
        GraphValue query = Split(attention.Query, x), key = Split(attention.Key, x), value = Split(attention.Value, x);
        GraphValue added = mask;
        if (distances is not null && attention.PositionKey is { } positionKey)
        {
            GraphValue scores = Scores(query, positionKey);                                                       // [b,h,t,r]
            added = graph.Add(added, Pick(scores, distances.QueryToKey));
        }

        if (distances is not null && attention.PositionQuery is { } positionQuery)
        {
            GraphValue scores = Pick(Scores(key, positionQuery), distances.KeyToQuery);                           // keys are rows
            added = graph.Add(added, graph.Transpose(scores, 0, 1, 3, 2));
        }

        return graph.JoinHeads(graph.Attend(query, key, value, added, scale), config.HiddenSize);

        GraphValue Split(Linear layer, GraphValue rows) => graph.SplitHeads(graph.Apply(layer, rows), heads, headSize);

        GraphValue Scores(GraphValue vectors, Linear projection)
        {
            GraphValue byRow = graph.Multiply(Split(projection, graph.Unsqueeze(distances.Table, 0)), graph.Real(scale));
            return graph.MatMul(vectors, graph.Transpose(byRow, 0, 1, 3, 2));
        }

        // [b,h,t,r] scores of every distance -> [b,h,t,t] those of the distances that there are.
        GraphValue Pick(GraphValue all, GraphValue rows)
        {
            GraphValue shape = graph.Concat(0, graph.Node("Shape", [all], new GraphAttribute("end", 2L)), graph.Node("Shape", [rows]));
            return graph.Node("GatherElements", [all, graph.Node("Expand", [rows, shape])], new GraphAttribute("axis", -1L));
        }
    }

    private static long[] RowOfDistance(DebertaV2Config config)
    {
        using DisposeScope scope = NewDisposeScope();
        for (long limit = config.MaxDistance; ; limit *= 2)
        {
            Tensor distances = arange(-limit, limit + 1, dtype: ScalarType.Int64);
            long[] rows = RelativePositions.Rows(distances, config).data<long>().ToArray();
            if (limit > Farthest || (rows[0] == 0 && rows[^1] == 2 * config.Span - 1))
            {
                return rows;
            }
        }
    }
}
