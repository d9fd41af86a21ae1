namespace Graft.Export.Graphs;

/// <summary>One operation of a graph.</summary>
/// <param name="Operator">The operator's name in the ONNX specification.</param>
/// <param name="Inputs">Names of what it reads; an empty name leaves an optional input out.</param>
/// <param name="Output">Name of what it gives, and of the node itself.</param>
/// <param name="Attributes">Its settings.</param>
internal sealed record GraphNode(string Operator, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<GraphAttribute> Attributes);
