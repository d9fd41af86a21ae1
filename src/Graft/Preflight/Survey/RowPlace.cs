namespace Graft.Preflight.Survey;

/// <summary>Where a row is.</summary>
/// <param name="Part">The part's index.</param>
/// <param name="Row">The row's index in the part.</param>
internal readonly record struct RowPlace(int Part, int Row);
