using Graft.Export.Blocks;
using Graft.Export.Graphs;
using Graft.Models;
using Graft.Models.ModernBert;

namespace Graft.Export.Families;

/// <summary>ModernBERT: rotary positions, attention within a window in some layers.</summary>
internal static class ModernBertGraph
{
    /// <summary>[b,t] -> [b,labels].</summary>
    public static GraphValue Logits(GraphBuilder graph, Classifier classifier, TextValues text)
    {
        var model = (ModernBert)classifier.Trunk;
        ModernBertConfig config = model.Config;
        long headSize = config.HiddenSize / config.Heads;
        GraphValue tokens = graph.Size(text.Ids, 1);
        RotaryValues global = graph.Rotary(tokens, headSize, config.GlobalTheta), local = graph.Rotary(tokens, headSize, config.LocalTheta);
        GraphValue padding = graph.AdditiveMask(text.Mask);                                                       // [b,1,1,t]
        GraphValue isFar = graph.Greater(graph.Unary("Abs", graph.Distance(tokens)), graph.Number(config.LocalReach));
        GraphValue near = graph.Minimum(graph.Hide(isFar), padding);                                              // [b,1,t,t]
        GraphValue hidden = graph.Apply(model.WordNorm, graph.Gather(graph.Weight(model.Words.Weight), text.Ids));
        for (int i = 0; i < model.Encoder.Count; i++)
        {
            bool isLocal = config.IsLocal[i];
            hidden = Apply(graph, config, model.Encoder[i], hidden, isLocal ? near : padding, isLocal ? local : global);
        }

        hidden = graph.Apply(model.FinalNorm, hidden);
        GraphValue features = config.Pooling == ModernBertPooling.FirstToken ? graph.FirstToken(hidden) : MeanOfTokens(graph, hidden, text.Mask);
        var whole = (ModernBertForSequenceClassification)classifier;
        return graph.Apply(whole.Output, graph.Apply(whole.Norm, graph.Apply(config.ClassifierActivation, graph.Apply(whole.Dense, features))));
    }

    private static GraphValue Apply(GraphBuilder graph, ModernBertConfig config, ModernBertLayer layer, GraphValue x, GraphValue mask, RotaryValues positions)
    {
        long headSize = config.HiddenSize / config.Heads;
        GraphValue normed = layer.AttentionNorm is null ? x : graph.Apply(layer.AttentionNorm, x);
        (GraphValue query, GraphValue key, GraphValue value) = graph.SplitPacked(graph.Apply(layer.Attention.Packed, normed), config.Heads, headSize);
        GraphValue mixed = graph.Attend(graph.Rotate(query, positions), graph.Rotate(key, positions), value, mask, 1 / Math.Sqrt(headSize));
        GraphValue attended = graph.Add(x, graph.Apply(layer.Attention.Output, graph.JoinHeads(mixed, config.HiddenSize)));
        GraphValue inner = graph.Apply(layer.FeedForwardNorm, attended);
        return graph.Add(attended, graph.ApplyGated(layer.FeedForward.Up, layer.FeedForward.Down, config.Activation, inner));
    }

    // [b,t,d] -> [b,d]
    private static GraphValue MeanOfTokens(GraphBuilder graph, GraphValue hidden, GraphValue mask)
    {
        GraphValue isToken = graph.IsToken(mask);                                                                 // [b,t,1]
        GraphValue count = graph.Node("Max", [Sum(isToken), graph.Real(1)]);
        return graph.Divide(Sum(graph.Multiply(hidden, isToken)), count);

        GraphValue Sum(GraphValue x) => graph.Node("ReduceSum", [x, graph.Numbers(1)], new GraphAttribute("keepdims", 0L));
    }
}
