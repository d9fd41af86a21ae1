namespace Graft.Evaluation;

/// <summary>
/// The receiver operating characteristic: one point for each distinct score taken as the threshold (score ≥ threshold counts as positive),
/// from the highest down, after the starting point (0, 0).
/// </summary>
/// <param name="FalsePositiveRates">m + 1 rates; all NaN without negatives.</param>
/// <param name="TruePositiveRates">m + 1 rates; all NaN without positives.</param>
/// <param name="Thresholds">The m distinct scores, descending: the thresholds of points 1..m.</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRates, IReadOnlyList<double> TruePositiveRates, IReadOnlyList<double> Thresholds);
