namespace Graft.Evaluation;

/// <summary>
/// Are predictions of confidence c right in a share c of the cases? Equal-width bins of confidence (Guo et al.,
/// "On Calibration of Modern Neural Networks", ICML 2017).
/// </summary>
public sealed class Calibration
{
    private Calibration(int binCount, int rowCount, IReadOnlyList<CalibrationBin> bins)
    {
        BinCount = binCount;
        RowCount = rowCount;
        Bins = bins;
        ExpectedError = bins.Sum(bin => bin.Count / (double)rowCount * bin.Gap);
        MaximumError = bins.Max(bin => bin.Gap);
    }

    /// <summary>The number of bins, also the empty ones.</summary>
    public int BinCount { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The bins that hold rows, by ascending confidence.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Expected calibration error: the mean gap between accuracy and confidence, weighted by rows, 0..1.</summary>
    public double ExpectedError { get; }

    /// <summary>Maximum calibration error: the largest gap of a bin, 0..1.</summary>
    public double MaximumError { get; }

    /// <summary>From probabilities: the confidence is the highest of a row, and right means that its class is the label.</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="probabilities">[n x k], row by row.</param>
    /// <param name="classCount">k.</param>
    /// <param name="binCount">The number of equal-width bins, at least 1.</param>
    /// <exception cref="EvaluationException">Shapes disagree, or a value is out of range.</exception>
    public static Calibration Compute(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount, int binCount = 10)
    {
        Check.Shape(labels.Length, classCount, probabilities.Length, "probabilities");
        Check.Labels(labels, classCount);
        Check.Probabilities(probabilities);
        int[] best = ProbabilityMetrics.ArgMax(probabilities, classCount);
        var confidences = new double[labels.Length];
        var right = new bool[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            confidences[row] = probabilities[(row * classCount) + best[row]];
            right[row] = best[row] == labels[row];
        }

        return Compute(confidences, right, binCount);
    }

    /// <summary>From confidences.</summary>
    /// <param name="confidences">The confidence of each prediction, 0..1, [n].</param>
    /// <param name="right">Whether each prediction is right, [n].</param>
    /// <param name="binCount">The number of equal-width bins, at least 1.</param>
    /// <exception cref="EvaluationException">The lengths differ, there are no rows, or a value is out of range.</exception>
    public static Calibration Compute(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> right, int binCount = 10)
    {
        Check.SameLength(right.Length, confidences.Length, "confidences");
        Check.AnyRows(right.Length);
        Check.Probabilities(confidences);
        if (binCount < 1)
        {
            throw new EvaluationException($"The number of bins ({binCount}) must be at least 1.");
        }

        var counts = new int[binCount];
        var rights = new int[binCount];
        var sums = new double[binCount];
        for (int row = 0; row < right.Length; row++)
        {
            int bin = Math.Clamp((int)Math.Ceiling(confidences[row] * binCount) - 1, 0, binCount - 1);
            counts[bin]++;
            rights[bin] += right[row] ? 1 : 0;
            sums[bin] += confidences[row];
        }

        var bins = Enumerable.Range(0, binCount)
            .Where(bin => counts[bin] > 0)
            .Select(bin => new CalibrationBin(bin, counts[bin], rights[bin] / (double)counts[bin], sums[bin] / counts[bin]));
        return new(binCount, right.Length, [.. bins]);
    }
}
