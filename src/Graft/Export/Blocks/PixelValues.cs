using Graft.Export.Graphs;

namespace Graft.Export.Blocks;

/// <summary>The input of an image graph.</summary>
/// <param name="Pixels">[b,c,h,w] float32</param>
/// <param name="Height">h, where the graph is for one size.</param>
/// <param name="Width">w, likewise.</param>
internal sealed record PixelValues(GraphValue Pixels, long Height, long Width);
