namespace Graft.Evaluation;

/// <summary>How far predicted numbers lie from the true ones.</summary>
public sealed record RegressionMetrics
{
    private RegressionMetrics(double[] truths, double[] predictions)
    {
        double[] errors = [.. truths.Zip(predictions, (t, p) => t - p)];
        double[] sizes = [.. errors.Select(Math.Abs).Order()];
        int middle = sizes.Length / 2;
        MeanSquaredError = errors.Sum(e => e * e) / errors.Length;
        MeanAbsoluteError = Correlation.Mean(sizes);
        MedianAbsoluteError = sizes.Length % 2 == 1 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2;
        MaximumError = sizes[^1];

        double spread = SquaredDeviations(truths, Correlation.Mean(truths));
        R2 = truths.Length < 2 ? double.NaN : Explained(errors.Sum(e => e * e), spread, Correlation.IsConstant(truths));
        ExplainedVariance = Explained(
            SquaredDeviations(errors, Correlation.Mean(errors)), spread, Correlation.IsConstant(truths));
        Pearson = Correlation.Pearson(truths, predictions);
        Spearman = Correlation.Spearman(truths, predictions);
        Kendall = Correlation.Kendall(truths, predictions);
    }

    /// <summary>Mean of the squared errors.</summary>
    public double MeanSquaredError { get; }

    /// <summary>Square root of the mean squared error: in the unit of the values.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>Mean of the absolute errors.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>Median of the absolute errors.</summary>
    public double MedianAbsoluteError { get; }

    /// <summary>The largest absolute error.</summary>
    public double MaximumError { get; }

    /// <summary>
    /// 1 less squared errors over squared deviations from the mean: at most 1, and 0 for always predicting the mean.
    /// Of a constant truth 1 if every prediction is exact, else 0; of one row NaN.
    /// </summary>
    public double R2 { get; }

    /// <summary>As <see cref="R2"/>, but a constant error is forgiven. Of a constant truth 1 if the error is constant, else 0.</summary>
    public double ExplainedVariance { get; }

    /// <summary>Pearson's correlation, -1..1; NaN where either series is constant or there is one row.</summary>
    public double Pearson { get; }

    /// <summary>Spearman's rank correlation with average ranks, -1..1; NaN as <see cref="Pearson"/>.</summary>
    public double Spearman { get; }

    /// <summary>Kendall's tau-b, -1..1; NaN as <see cref="Pearson"/>.</summary>
    public double Kendall { get; }

    /// <summary>Computes all of them.</summary>
    /// <param name="truths">True values [n], finite.</param>
    /// <param name="predictions">Predicted values [n], finite.</param>
    /// <exception cref="EvaluationException">The lengths differ, there are no rows, or a value is not finite.</exception>
    public static RegressionMetrics Compute(ReadOnlySpan<double> truths, ReadOnlySpan<double> predictions)
    {
        Check.SameLength(truths.Length, predictions.Length, "predictions");
        Check.AnyRows(truths.Length);
        Check.Finite(truths, "true values");
        Check.Finite(predictions, "predictions");
        return new(truths.ToArray(), predictions.ToArray());
    }

    private static double SquaredDeviations(double[] values, double mean) => values.Sum(v => (v - mean) * (v - mean));

    private static double Explained(double unexplained, double spread, bool constant) =>
        constant || spread == 0 ? (unexplained == 0 ? 1 : 0) : 1 - (unexplained / spread);
}
