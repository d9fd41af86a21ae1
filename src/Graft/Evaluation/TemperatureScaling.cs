namespace Graft.Evaluation;

/// <summary>
/// The temperature T that makes softmax(logits / T) fit the labels best: one number that corrects over- or
/// underconfidence and leaves every prediction as it is (Guo et al., ICML 2017). Fit it on validation rows, not on
/// training rows.
/// </summary>
/// <param name="Temperature">T in <see cref="Lowest"/>..<see cref="Highest"/>.</param>
/// <param name="AtBound">The loss is lowest at the end of that range: the fit is not to be trusted.</param>
/// <param name="LossBefore">Mean negative log-likelihood at T = 1.</param>
/// <param name="LossAfter">Mean negative log-likelihood at <see cref="Temperature"/>.</param>
public sealed record TemperatureScaling(double Temperature, bool AtBound, double LossBefore, double LossAfter)
{
    /// <summary>The lowest temperature tried.</summary>
    public const double Lowest = 0.01;

    /// <summary>The highest temperature tried.</summary>
    public const double Highest = 100;

    /// <summary>Finds the temperature.</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="logits">[n x k], row by row, finite.</param>
    /// <param name="classCount">k.</param>
    /// <exception cref="EvaluationException">Shapes disagree, a label is out of range, or a logit is not finite.</exception>
    public static TemperatureScaling Fit(ReadOnlySpan<int> labels, ReadOnlySpan<double> logits, int classCount)
    {
        Check.Shape(labels.Length, classCount, logits.Length, "logits");
        Check.Labels(labels, classCount);
        Check.Finite(logits, "logits");

        // The loss is convex in b = 1/T, so its slope changes sign once: bisection finds where, to the last digit.
        double low = 1 / Highest, high = 1 / Lowest;
        if (Slope(labels, logits, classCount, low) >= 0)
        {
            return Result(labels, logits, classCount, Highest, atBound: true);
        }

        if (Slope(labels, logits, classCount, high) < 0)
        {
            return Result(labels, logits, classCount, Lowest, atBound: true);
        }

        while (high - low > 1e-13 * high)
        {
            double middle = low + ((high - low) / 2);
            if (Slope(labels, logits, classCount, middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Result(labels, logits, classCount, 1 / high, atBound: false);
    }

    /// <summary>Mean negative log-likelihood of softmax(logits / T).</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="logits">[n x k], row by row.</param>
    /// <param name="classCount">k.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <exception cref="EvaluationException">Shapes disagree, or a value is out of range.</exception>
    public static double Loss(ReadOnlySpan<int> labels, ReadOnlySpan<double> logits, int classCount, double temperature = 1)
    {
        Check.Shape(labels.Length, classCount, logits.Length, "logits");
        Check.Labels(labels, classCount);
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> line = logits.Slice(row * classCount, classCount);
            double highest = Probabilities.Highest(line);
            double sum = 0;
            foreach (double logit in line)
            {
                sum += Math.Exp((logit - highest) / temperature);
            }

            loss += Math.Log(sum) + ((highest - line[labels[row]]) / temperature);
        }

        return loss / labels.Length;
    }

    /// <summary>The derivative of the summed loss by 1/T: the expected logit less the true one, over all rows.</summary>
    private static double Slope(ReadOnlySpan<int> labels, ReadOnlySpan<double> logits, int classCount, double inverse)
    {
        double slope = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> line = logits.Slice(row * classCount, classCount);
            double highest = Probabilities.Highest(line);
            double sum = 0, weighted = 0;
            foreach (double logit in line)
            {
                double weight = Math.Exp((logit - highest) * inverse);
                sum += weight;
                weighted += weight * (logit - highest);
            }

            slope += (weighted / sum) - (line[labels[row]] - highest);
        }

        return slope;
    }

    private static TemperatureScaling Result(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> logits, int classCount, double temperature, bool atBound) =>
        new(temperature, atBound, Loss(labels, logits, classCount), Loss(labels, logits, classCount, temperature));
}
