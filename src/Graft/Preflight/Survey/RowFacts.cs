namespace Graft.Preflight.Survey;

/// <summary>What one look at a row leaves behind: a few hundred bytes, however large the row is.</summary>
internal abstract class RowFacts
{
    /// <summary>The content's hash; 0 for an empty text, as rows are not the same for being empty.</summary>
    public required UInt128 Hash { get; init; }
}
