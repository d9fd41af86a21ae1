using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Texts whose words the tokenizer cuts into many pieces: a language that it was not made for.</summary>
internal sealed class SplitWordsCheck() : RowCheck(
    InputKind.Text, "split-words",
    "Take a model whose tokenizer was made for the language of the texts (a multilingual one).")
{
    private const int FewestWords = 5;
    private const double MostPieces = 3;
    private const double NotedShare = 0.05;

    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is TextFacts { Words: >= FewestWords } text && text.Pieces >= MostPieces * text.Words ? string.Create(CultureInfo.InvariantCulture, $"{(double)text.Pieces / text.Words:0.0} tokens a word") : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} are split into three or more tokens a word.";

    /// <inheritdoc/>
    protected override FindingSeverity? Severity(int count, int total) => count >= NotedShare * total ? FindingSeverity.Warning : null;
}
