namespace Graft.Text;

/// <summary>The numbers of tokens of a text or a pair.</summary>
/// <param name="All">All tokens, special ones included.</param>
/// <param name="Pieces">Without special ones.</param>
/// <param name="Unknown">Those that the vocabulary has no piece for.</param>
internal readonly record struct TokenCounts(int All, int Pieces, int Unknown);
