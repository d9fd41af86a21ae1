namespace Graft.Evaluation;

/// <summary>
/// A share with the interval of Wilson (1927): what shares are compatible with the successes seen.
/// Unlike the normal approximation it stays inside 0..1 and holds for few rows and for shares near 0 and 1.
/// </summary>
/// <param name="Estimate">Successes / rows.</param>
/// <param name="Low">The lower end, in 0..1.</param>
/// <param name="High">The upper end, in 0..1.</param>
/// <param name="Confidence">The confidence level, in 0..1.</param>
public readonly record struct WilsonInterval(double Estimate, double Low, double High, double Confidence)
{
    /// <summary>Computes the interval, without continuity correction.</summary>
    /// <param name="successes">Rows that are right, 0..total.</param>
    /// <param name="total">All rows, at least 1.</param>
    /// <param name="confidence">The confidence level, in 0..1, both excluded.</param>
    /// <exception cref="EvaluationException">A value is out of range.</exception>
    public static WilsonInterval Compute(long successes, long total, double confidence = 0.95)
    {
        if (total < 1 || successes < 0 || successes > total)
        {
            throw new EvaluationException($"{successes} of {total} is not a share: it takes 0..total of at least 1 row.");
        }

        double z = NormalDistribution.TwoSidedQuantile(confidence);
        double share = successes / (double)total;
        double shrink = z * z / total;
        double centre = share + (shrink / 2);
        double reach = z * Math.Sqrt((share * (1 - share) / total) + (shrink / total / 4));
        return new(
            share,
            successes == 0 ? 0 : Math.Max(0, (centre - reach) / (1 + shrink)),
            successes == total ? 1 : Math.Min(1, (centre + reach) / (1 + shrink)),
            confidence);
    }
}
