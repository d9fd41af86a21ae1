using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Images of nearly one colour.</summary>
internal sealed class FlatImagesCheck() : RowCheck(
    InputKind.Image, "flat-images",
    "Look at them: they may be placeholders, or the camera's cap was on.")
{
    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is ImageFacts { IsFlat: true } ? "nearly one colour" : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} are nearly one colour.";
}
