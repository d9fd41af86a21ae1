using Graft.Export.Graphs;

namespace Graft.Export.Blocks;

/// <summary>The distances within a row, as all layers of DeBERTa read them.</summary>
/// <param name="Table">[r,d]: a vector a distance.</param>
/// <param name="QueryToKey">[t,t] int64: the table's row for each query (rows) and key (columns).</param>
/// <param name="KeyToQuery">[t,t] int64: the table's row for each key (rows) and query (columns), seen from the query.</param>
internal sealed record DistanceValues(GraphValue Table, GraphValue QueryToKey, GraphValue KeyToQuery);
