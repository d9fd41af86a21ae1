namespace Graft.Evaluation;

/// <summary>Logits to probabilities, without overflow for logits of any size.</summary>
public static class Probabilities
{
    /// <summary>exp(z/T) / sum exp(z/T) of each row.</summary>
    /// <param name="logits">[n x k], row by row.</param>
    /// <param name="classCount">k, at least 1.</param>
    /// <param name="temperature">T above 0: above 1 flattens, below 1 sharpens.</param>
    /// <returns>[n x k]; each row sums to 1. A row with NaN becomes NaN.</returns>
    /// <exception cref="EvaluationException">The length is not a multiple of k, or T is not above 0.</exception>
    public static double[] Softmax(ReadOnlySpan<double> logits, int classCount, double temperature = 1)
    {
        Check.ClassCount(classCount);
        if (logits.Length % classCount != 0)
        {
            throw new EvaluationException($"{logits.Length} logits do not make rows of {classCount}.");
        }

        if (!(temperature > 0))
        {
            throw new EvaluationException($"The temperature ({temperature}) must be above 0.");
        }

        var probabilities = new double[logits.Length];
        for (int start = 0; start < logits.Length; start += classCount)
        {
            ReadOnlySpan<double> row = logits.Slice(start, classCount);
            Span<double> result = probabilities.AsSpan(start, classCount);
            double highest = Highest(row);
            double sum = 0;
            for (int c = 0; c < classCount; c++)
            {
                result[c] = Math.Exp((row[c] - highest) / temperature);
                sum += result[c];
            }

            for (int c = 0; c < classCount; c++)
            {
                result[c] /= sum;
            }
        }

        return probabilities;
    }

    /// <summary>1 / (1 + exp(-z)) of each value.</summary>
    /// <param name="logits">Any number of logits.</param>
    public static double[] Sigmoid(ReadOnlySpan<double> logits)
    {
        var probabilities = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            // exp of a value that is not positive cannot overflow
            double tail = Math.Exp(-Math.Abs(logits[i]));
            probabilities[i] = logits[i] >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
        }

        return probabilities;
    }

    internal static double Highest(ReadOnlySpan<double> row)
    {
        double highest = row[0];
        foreach (double value in row)
        {
            highest = Math.Max(highest, value);
        }

        return highest;
    }
}
