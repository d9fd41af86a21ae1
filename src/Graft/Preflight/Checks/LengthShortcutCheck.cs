using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Labels that the length of the text gives away.</summary>
internal sealed class LengthShortcutCheck() : ShortcutCheck(
    InputKind.Text, "length-shortcut", "Find out why the lengths differ; collect texts of all lengths for each class, or cut all to a similar length.")
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<RowFacts, double> Measure)> Measures =>
        [("length of the text in tokens", facts => ((TextFacts)facts).Pieces)];

    /// <inheritdoc/>
    protected override bool IsMeasurable(RowFacts facts) => facts is TextFacts;
}
