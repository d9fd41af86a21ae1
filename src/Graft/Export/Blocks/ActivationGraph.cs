using Graft.Export.Graphs;
using Graft.Layers;

namespace Graft.Export.Blocks;

/// <summary>Activations as graphs.</summary>
internal static class ActivationGraph
{
    private const double CubicFactor = 0.044715;   // of GELU's approximation by tanh

    /// <summary>Any shape -> the same shape.</summary>
    public static GraphValue Apply(this GraphBuilder graph, Activation activation, GraphValue x) => activation switch
    {
        Activation.Gelu => Gelu(graph, x),
        Activation.GeluTanh => GeluTanh(graph, x),
        Activation.GeluClipped => graph.Node("Clip", [Gelu(graph, x), graph.Real(-ActivationFunctions.GeluBound), graph.Real(ActivationFunctions.GeluBound)]),
        Activation.GeluSigmoid => graph.Multiply(x, graph.Unary("Sigmoid", graph.Multiply(x, graph.Real(ActivationFunctions.GeluSlope)))),
        Activation.Relu => graph.Unary("Relu", x),
        Activation.Relu6 => graph.Node("Clip", [x, graph.Real(0), graph.Real(6)]),
        Activation.Silu => graph.Multiply(x, graph.Unary("Sigmoid", x)),
        Activation.Tanh => graph.Unary("Tanh", x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    // x / 2 · (1 + erf(x / √2)), in the order in which runtimes know it and run it as one operation.
    private static GraphValue Gelu(GraphBuilder graph, GraphValue x)
    {
        GraphValue erf = graph.Unary("Erf", graph.Divide(x, graph.Real(Math.Sqrt(2))));
        return graph.Multiply(graph.Multiply(x, graph.Add(erf, graph.Real(1))), graph.Real(0.5));
    }

    // x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))
    private static GraphValue GeluTanh(GraphBuilder graph, GraphValue x)
    {
        GraphValue cube = graph.Multiply(graph.Multiply(x, x), x);
        GraphValue inner = graph.Add(x, graph.Multiply(cube, graph.Real(CubicFactor)));
        GraphValue tanh = graph.Unary("Tanh", graph.Multiply(inner, graph.Real(Math.Sqrt(2 / Math.PI))));
        return graph.Multiply(graph.Multiply(x, graph.Add(tanh, graph.Real(1))), graph.Real(0.5));
    }
}
