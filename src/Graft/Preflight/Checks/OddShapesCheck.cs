using System.Globalization;
using Graft.Models;
using Graft.Preflight.Survey;
using Graft.Vision;
using Graft.Vision.Processing;

namespace Graft.Preflight.Checks;

/// <summary>Images of which the model sees a part only, or which it sees much distorted.</summary>
internal sealed class OddShapesCheck() : RowCheck(
    InputKind.Image, "odd-shapes",
    "Crop these pictures to what matters before training.")
{
    private const double LeastVisible = 2.0 / 3;
    private const double MostStretch = 2;

    /// <inheritdoc/>
    protected override string? Fault(PreflightData data, RowFacts facts) => facts is ImageFacts { Problem: null, Header: { } header } && data.Processor is { } processor ? Fault(new ImageGeometry(processor.Config).Plan(header.Width, header.Height), header) : null;

    /// <inheritdoc/>
    protected override string Summary(PreflightData data, int count, int total) => $"{Share(count, total)} have a shape of which the model sees less than two thirds, or which it squeezes to half or less.";

    private static string? Fault(ImagePlan plan, ImageHeader header)
    {
        double visible = (double)plan.Visible.Width * plan.Visible.Height / ((double)plan.ResizedWidth * plan.ResizedHeight);
        double stretch = (double)plan.ResizedWidth * header.Height / ((double)plan.ResizedHeight * header.Width);
        string size = string.Create(CultureInfo.InvariantCulture, $"{header.Width} × {header.Height} pixels");
        return visible < LeastVisible ? string.Create(CultureInfo.InvariantCulture, $"{size}, {100 * visible:0}% of it visible")
            : Math.Max(stretch, 1 / stretch) > MostStretch ? string.Create(CultureInfo.InvariantCulture, $"{size}, squeezed {Math.Max(stretch, 1 / stretch):0.0} times")
            : null;
    }
}
