using Graft.Export.Graphs;
using Graft.Models.Swin;

namespace Graft.Export.Blocks;

/// <summary>Maps cut into windows, as graphs.</summary>
internal static class SwinGridGraph
{
    /// <summary>[b,h·w,c] -> [b·windows,n,c].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="grid">The cut.</param>
    /// <param name="x">[b,h·w,c]</param>
    /// <param name="channels">c</param>
    /// <param name="shift">Patches by which the map is rolled before; 0 for none.</param>
    public static GraphValue Partition(this GraphBuilder graph, SwinGrid grid, GraphValue x, long channels, long shift)
    {
        long window = grid.Window;
        GraphValue map = graph.Reshape(x, 0, grid.Height, grid.Width, channels);
        map = graph.PadAfter(map, 0, grid.PaddedHeight - grid.Height, grid.PaddedWidth - grid.Width, 0);
        map = Roll(graph, Roll(graph, map, 1, shift), 2, shift);
        GraphValue cut = graph.Reshape(map, 0, grid.PaddedHeight / window, window, grid.PaddedWidth / window, window, channels);
        return graph.Reshape(graph.Transpose(cut, 0, 1, 3, 2, 4, 5), -1, window * window, channels);
    }

    /// <summary>Undoes it: [b·windows,n,c] -> [b,h·w,c].</summary>
    public static GraphValue Merge(this GraphBuilder graph, SwinGrid grid, GraphValue windows, long channels, long shift)
    {
        long window = grid.Window;
        GraphValue cut = graph.Reshape(windows, -1, grid.PaddedHeight / window, grid.PaddedWidth / window, window, window, channels);
        GraphValue map = graph.Reshape(graph.Transpose(cut, 0, 1, 3, 2, 4, 5), -1, grid.PaddedHeight, grid.PaddedWidth, channels);
        map = Roll(graph, Roll(graph, map, 1, grid.PaddedHeight - shift), 2, grid.PaddedWidth - shift);
        GraphValue whole = graph.Slice(graph.Slice(map, 1, 0, grid.Height), 2, 0, grid.Width);
        return graph.Reshape(whole, -1, grid.Height * grid.Width, channels);
    }

    // What lies before a place goes to the end.
    private static GraphValue Roll(GraphBuilder graph, GraphValue x, long axis, long place) =>
        graph.Concat(axis, graph.Slice(x, axis, place, long.MaxValue), graph.Slice(x, axis, 0, place));
}
