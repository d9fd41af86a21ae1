namespace Graft.Preflight;

/// <summary>Something that a check found in data: what, how often, where, and what to do about it.</summary>
/// <param name="Code">The kind of finding in a few words joined by hyphens, as docs/preflight.md lists them: "near-duplicates".</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Count">Rows (of findings about classes: classes) that it is about.</param>
/// <param name="Total">Rows or classes that were looked at.</param>
/// <param name="Examples">Some of them, at most <see cref="ExamplesKept"/>.</param>
/// <param name="Remedy">What to do about it, in one sentence.</param>
public sealed record Finding(
    string Code, FindingSeverity Severity, string Summary, int Count, int Total, IReadOnlyList<FindingExample> Examples, string Remedy)
{
    /// <summary>The largest number of examples of one finding.</summary>
    public const int ExamplesKept = 20;
}
