using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Images that cannot be decoded.</summary>
internal sealed class BrokenImagesCheck() : RowCheck(
    InputKind.Image, "broken-images",
    "Mend or remove them, or leave them out with --skip-bad.")
{
    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => ((ImageFacts)facts).Problem;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} cannot be decoded.";

    /// <inheritdoc/>
    protected override FindingSeverity? Severity(int count, int total) => FindingSeverity.Error;
}
