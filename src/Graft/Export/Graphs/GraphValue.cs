namespace Graft.Export.Graphs;

/// <summary>A tensor of a graph by its name: an input, a weight, a constant, or what a node gives.</summary>
/// <param name="Name">The name, once in the graph.</param>
internal readonly record struct GraphValue(string Name);
