using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models;

namespace Graft.Export.Blocks;

/// <summary>Poolers and heads as graphs.</summary>
internal static class HeadGraph
{
    /// <summary>The head of a classifier on the vectors that it reads: [b,d] -> [b,labels].</summary>
    public static GraphValue Apply(this GraphBuilder graph, Classifier classifier, GraphValue features) => classifier switch
    {
        LinearClassifier linear => graph.Apply(linear.Output, features),
        FirstTokenClassifier two => graph.Apply(
            two.Layers.Output, graph.Apply(two.Layers.Activation, graph.Apply(two.Layers.Dense, features))),
        _ => throw new ArgumentException($"{classifier.GetType().Name} has no graph", nameof(classifier)),
    };

    /// <summary>The first token's vector through a linear layer and tanh: [b,t,d] -> [b,d].</summary>
    public static GraphValue Apply(this GraphBuilder graph, FirstTokenPooler pooler, GraphValue hidden) =>
        graph.Unary("Tanh", graph.Apply(pooler.Dense, graph.FirstToken(hidden)));

    /// <summary>The first token's vector: [b,t,d] -> [b,d].</summary>
    public static GraphValue FirstToken(this GraphBuilder graph, GraphValue hidden) => graph.Select(hidden, 1, 0);
}
