namespace Graft.Data;

/// <summary>An input of a prediction.</summary>
/// <param name="Example">What is predicted of.</param>
/// <param name="Fields">The row of the table that it comes from; null if it comes from none, or nobody asked for it.</param>
internal sealed record InputRow(Example Example, InputFields? Fields = null);
