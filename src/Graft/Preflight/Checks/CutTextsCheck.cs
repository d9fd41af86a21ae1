using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts longer than the model reads.</summary>
internal sealed class CutTextsCheck() : RowCheck(
    InputKind.Text, "cut-texts",
    "Raise the maximum length if the model allows it, or shorten the texts to what matters.")
{
    private const double NotedShare = 0.01;
    private const double WarnedShare = 0.25;

    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is TextFacts text && data.MaxLength is { } most && text.Tokens > most ? string.Create(CultureInfo.InvariantCulture, $"{text.Tokens} tokens") : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => string.Create(CultureInfo.InvariantCulture, $"{Share(count, total)} are cut at {data.MaxLength} tokens; the model never sees the rest.");

    /// <inheritdoc/>
    protected override FindingSeverity? Severity(int count, int total) => ((double)count / total) switch
    {
        >= WarnedShare => FindingSeverity.Warning,
        >= NotedShare => FindingSeverity.Note,
        _ => null,
    };
}
