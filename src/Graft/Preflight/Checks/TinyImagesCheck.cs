using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Images too small to show anything.</summary>
internal sealed class TinyImagesCheck() : RowCheck(
    InputKind.Image, "tiny-images",
    "Get the original pictures: these are too small to show anything.")
{
    private const int LeastEdge = 16;

    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is ImageFacts { Problem: null, Header: { } header } && Math.Min(header.Width, header.Height) < LeastEdge ? string.Create(CultureInfo.InvariantCulture, $"{header.Width} × {header.Height} pixels") : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => string.Create(CultureInfo.InvariantCulture, $"{Share(count, total)} are under {LeastEdge} pixels wide or high.");
}
