using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Labels that the size or shape of the image gives away.</summary>
internal sealed class SizeShortcutCheck() : ShortcutCheck(
    InputKind.Image, "size-shortcut", "Find out why the sizes differ (another camera or source for each class?); bring all images to one size and shape first.")
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Func<RowFacts, double> Measure)> Measures =>
    [
        ("number of pixels", facts => (double)((ImageFacts)facts).Header!.Width * ((ImageFacts)facts).Header!.Height),
        ("shape (width by height)", facts => (double)((ImageFacts)facts).Header!.Width / ((ImageFacts)facts).Header!.Height),
    ];

    /// <inheritdoc/>
    protected override bool IsMeasurable(RowFacts facts) => facts is ImageFacts { Problem: null, Header: not null };
}
