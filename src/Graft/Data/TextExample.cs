namespace Graft.Data;

/// <summary>A text, or a pair of texts, to classify.</summary>
/// <param name="Text">The text; it may be empty.</param>
/// <param name="TextPair">The second text of a pair (a hypothesis to a premise, …), or null.</param>
public sealed record TextExample(string Text, string? TextPair = null) : Example;
