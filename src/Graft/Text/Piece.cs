namespace Graft.Text;

/// <summary>A range of the text, and the id of the added token that it is, or -1.</summary>
internal readonly record struct Piece(int Start, int End, int TokenId);
