namespace Graft.Text;

/// <summary>A range of a text.</summary>
/// <param name="Start">The first position.</param>
/// <param name="End">One past the last position.</param>
public readonly record struct TextSpan(int Start, int End);
