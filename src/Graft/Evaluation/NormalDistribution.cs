namespace Graft.Evaluation;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>The two-sided quantile: the z for which a normal value lies in -z..z with this probability.</summary>
    /// <param name="confidence">A probability in 0..1, both excluded; beyond 1 - 1e-15 the result is about 8.</param>
    public static double TwoSidedQuantile(double confidence)
    {
        Check.Confidence(confidence);
        // P(|Z| < z) is concave for z > 0, so Newton's steps from 0 rise to the root and never pass it.
        double z = 0;
        for (int step = 0; step < 100; step++)
        {
            double change = (confidence - CentralProbability(z)) / (2 * Density(z));
            z += change;
            if (Math.Abs(change) <= 1e-15 * z || z > 8.2)
            {
                break;
            }
        }

        return z;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(|Z| &lt; z) = 2 φ(z) (z + z³/3 + z⁵/(3·5) + …) (Marsaglia, "Evaluating the Normal Distribution", 2004).</summary>
    private static double CentralProbability(double z)
    {
        double term = z, sum = z;
        for (int odd = 3; term > sum * 1e-17; odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }

        return 2 * Density(z) * sum;
    }
}
