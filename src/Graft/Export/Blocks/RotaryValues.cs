using Graft.Export.Graphs;

namespace Graft.Export.Blocks;

/// <summary>The angles of rotary positions.</summary>
/// <param name="Cosine">[t,d]</param>
/// <param name="Sine">[t,d]</param>
/// <param name="HeadSize">d</param>
internal sealed record RotaryValues(GraphValue Cosine, GraphValue Sine, long HeadSize);
