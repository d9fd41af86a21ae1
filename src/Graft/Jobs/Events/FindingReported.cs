using Graft.Preflight;

namespace Graft.Jobs.Events;

/// <summary>A check found something in the data.</summary>
/// <param name="Code">The kind of finding.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Count">Rows or classes that it is about.</param>
/// <param name="Total">Rows or classes that were looked at.</param>
/// <param name="Examples">Some of them.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record FindingReported(
    string Code, FindingSeverity Severity, string Summary, int Count, int Total, IReadOnlyList<FindingExample> Examples, string Remedy) : JobEvent
{
    /// <summary>The event of a finding.</summary>
    internal static FindingReported From(Finding finding) =>
        new(finding.Code, finding.Severity, finding.Summary, finding.Count, finding.Total, finding.Examples, finding.Remedy);
}
