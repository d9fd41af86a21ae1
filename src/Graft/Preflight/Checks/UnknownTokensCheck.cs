using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts of which the tokenizer does not know much.</summary>
internal sealed class UnknownTokensCheck() : RowCheck(
    InputKind.Text, "unknown-tokens",
    "Take a model whose tokenizer knows the language and characters of the texts (a multilingual one).")
{
    private const double LeastShare = 0.1;
    private const double NotedShare = 0.01;

    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is TextFacts { Pieces: > 0 } text && text.Unknown >= LeastShare * text.Pieces && text.Unknown > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text.Unknown} of {text.Pieces} tokens unknown") : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} are to a tenth or more tokens that the tokenizer does not know.";

    /// <inheritdoc/>
    protected override FindingSeverity? Severity(int count, int total) => count >= NotedShare * total ? FindingSeverity.Warning : null;
}
