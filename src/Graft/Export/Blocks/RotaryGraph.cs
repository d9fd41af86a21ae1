using System.Globalization;
using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Export.Blocks;

/// <summary>Rotary positions as graphs.</summary>
internal static class RotaryGraph
{
    /// <summary>The angles of positions 0 to t - 1.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">t: [1] int64.</param>
    /// <param name="headSize">d, even.</param>
    /// <param name="theta">The base.</param>
    public static RotaryValues Rotary(this GraphBuilder graph, GraphValue tokens, long headSize, double theta)
    {
        using Tensor frequencies = RotaryPositions.Frequencies(headSize, theta, CPU);
        GraphValue perPair = graph.Reals(string.Create(CultureInfo.InvariantCulture, $"frequencies_{theta:R}"), frequencies.data<float>().ToArray());
        GraphValue positions = graph.Unsqueeze(graph.Cast(graph.Range(tokens), NumberFormat.F32), 1);
        GraphValue angles = graph.Multiply(positions, perPair);                                                   // [t,d/2]
        GraphValue both = graph.Concat(-1, angles, angles);                                                       // [t,d]
        return new RotaryValues(graph.Unary("Cos", both), graph.Unary("Sin", both), headSize);
    }

    /// <summary>[b,h,t,d] -> [b,h,t,d].</summary>
    public static GraphValue Rotate(this GraphBuilder graph, GraphValue x, RotaryValues positions)
    {
        long half = positions.HeadSize / 2;
        GraphValue turned = graph.Concat(-1, graph.Unary("Neg", graph.Slice(x, -1, half, positions.HeadSize)), graph.Slice(x, -1, 0, half));
        return graph.Add(graph.Multiply(x, positions.Cosine), graph.Multiply(turned, positions.Sine));
    }
}
