using Graft.Export.Graphs;

namespace Graft.Export.Blocks;

/// <summary>The inputs of a text graph.</summary>
/// <param name="Ids">[b,t] int64</param>
/// <param name="Mask">[b,t] int64, 0 at padding.</param>
/// <param name="TokenTypes">[b,t] int64, or null in families that have none.</param>
internal sealed record TextValues(GraphValue Ids, GraphValue Mask, GraphValue? TokenTypes);
