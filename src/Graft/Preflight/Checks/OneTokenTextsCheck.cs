using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts that the tokenizer makes a single token of.</summary>
internal sealed class OneTokenTextsCheck() : RowCheck(
    InputKind.Text, "one-token-texts",
    "Check that the right column was read, and remove rows that say nothing.")
{
    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is TextFacts { IsEmpty: false, Pieces: <= 1 } ? "one token" : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} are a single token.";
}
