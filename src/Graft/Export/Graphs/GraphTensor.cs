using Graft.Tensors;

namespace Graft.Export.Graphs;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">Its numbers.</param>
/// <param name="Dimensions">Its shape.</param>
internal sealed record GraphTensor(string Name, NumberFormat Format, IReadOnlyList<GraphDimension> Dimensions);
