using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.Gpt2;
using Graft.Tensors;

namespace Graft.Export.Families;

/// <summary>GPT-2: each token sees those before it, and the head reads the last one that is no padding.</summary>
internal static class Gpt2Graph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var gpt2 = (Gpt2)classifier.Trunk;
        GraphValue causal = graph.Hide(graph.Less(graph.Distance(graph.Size(text.Ids, 1)), graph.Number(0)));     // [t,t]
        GraphValue mask = graph.Minimum(causal, graph.AdditiveMask(text.Mask));                                   // [b,1,t,t]
        GraphValue words = graph.Gather(graph.Weight(gpt2.Words.Weight), text.Ids);
        GraphValue hidden = graph.Add(words, graph.FirstRows(graph.Weight(gpt2.Positions.Weight), text.Ids));    // [b,t,d]
        hidden = gpt2.Decoder.Aggregate(hidden, (x, layer) => Apply(graph, gpt2.Config, layer, x, mask));
        hidden = graph.Apply(gpt2.FinalNorm, hidden);
        return graph.Apply(classifier, LastToken(graph, hidden, text, gpt2.Config.PaddingId));
    }

    private static GraphValue Apply(GraphBuilder graph, Gpt2Config config, Gpt2Layer layer, GraphValue x, GraphValue mask)
    {
        long headSize = config.HiddenSize / config.Heads;
        GraphValue packed = graph.Apply(layer.Attention.Packed, graph.Apply(layer.AttentionNorm, x));            // [b,t,3d]
        (GraphValue query, GraphValue key, GraphValue value) = graph.SplitPacked(packed, config.Heads, headSize);
        GraphValue mixed = graph.Attend(query, key, value, mask, layer.Attention.Factor(headSize) / Math.Sqrt(headSize));
        GraphValue attended = graph.Add(x, graph.Apply(layer.Attention.Output, graph.JoinHeads(mixed, config.HiddenSize)));
        GraphValue inner = graph.Apply(config.Activation, graph.Apply(layer.Up, graph.Apply(layer.FeedForwardNorm, attended)));
        return graph.Add(attended, graph.Apply(layer.Down, inner));
    }

    // [b,t,d] -> [b,d]: of a row's places, the last that neither id nor mask calls padding.
    private static GraphValue LastToken(GraphBuilder graph, GraphValue hidden, TextValues text, int? paddingId)
    {
        GraphValue isPadding = graph.Equal(text.Mask, graph.Number(0));
        isPadding = paddingId is { } id ? graph.Node("Or", [graph.Equal(text.Ids, graph.Number(id)), isPadding]) : isPadding;
        GraphValue isText = graph.Cast(graph.Unary("Not", isPadding), NumberFormat.I64);                         // [b,t]
        GraphValue places = graph.Multiply(isText, graph.Range(graph.Size(text.Ids, 1)));
        GraphValue last = graph.Node("ReduceMax", [places], new GraphAttribute("axes", [1]), new GraphAttribute("keepdims", 1L));  // [b,1]
        return graph.Node("GatherND", [hidden, last], new GraphAttribute("batch_dims", 1L));
    }
}
