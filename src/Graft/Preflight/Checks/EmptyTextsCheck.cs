using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts of blanks alone.</summary>
internal sealed class EmptyTextsCheck() : RowCheck(
    InputKind.Text, "empty-texts",
    "Remove these rows, or find out where their text went.")
{
    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => ((TextFacts)facts).IsEmpty ? "empty" : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} are empty.";
}
