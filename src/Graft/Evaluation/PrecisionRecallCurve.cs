namespace Graft.Evaluation;

/// <summary>
/// Precision against recall: one point for each distinct score taken as the threshold (score ≥ threshold counts as positive),
/// from the lowest up, and the end point with precision 1 and recall 0.
/// </summary>
/// <param name="Precisions">m + 1 precisions.</param>
/// <param name="Recalls">m + 1 recalls; without positives 1 at each threshold.</param>
/// <param name="Thresholds">The m distinct scores, ascending.</param>
public sealed record PrecisionRecallCurve(
    IReadOnlyList<double> Precisions, IReadOnlyList<double> Recalls, IReadOnlyList<double> Thresholds);
