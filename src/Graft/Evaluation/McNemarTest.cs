namespace Graft.Evaluation;

/// <summary>
/// McNemar's test (1947): do two classifiers differ on the same rows? Only the rows that one has right and the other wrong count.
/// </summary>
public sealed record McNemarTest
{
    private McNemarTest(int onlyFirstRight, int onlySecondRight)
    {
        OnlyFirstRight = onlyFirstRight;
        OnlySecondRight = onlySecondRight;
        int discordant = onlyFirstRight + onlySecondRight;
        int fewer = Math.Min(onlyFirstRight, onlySecondRight);
        if (discordant == 0)
        {
            (ExactPValue, MidPValue, ChiSquared) = (1, 1, double.NaN);
            return;
        }

        double middle = FairCoinProbability(discordant, fewer);
        double tail = middle;
        double term = middle;
        for (int k = fewer; k > 0; k--)
        {
            term *= k / (double)(discordant - k + 1);
            tail += term;
        }

        double gap = Math.Max(0, Math.Abs(onlyFirstRight - onlySecondRight) - 1);
        ExactPValue = Math.Min(1, 2 * tail);
        MidPValue = Math.Min(1, (2 * tail) - middle);
        ChiSquared = gap * gap / discordant;
    }

    /// <summary>Rows that the first classifier has right and the second wrong.</summary>
    public int OnlyFirstRight { get; }

    /// <summary>Rows that the second classifier has right and the first wrong.</summary>
    public int OnlySecondRight { get; }

    /// <summary>
    /// The two-sided binomial p-value: how likely a difference at least this large is if both were equally good. 1 without discordant rows.
    /// </summary>
    public double ExactPValue { get; }

    /// <summary>The exact p-value less the probability of just this outcome: less conservative. 1 without discordant rows.</summary>
    public double MidPValue { get; }

    /// <summary>The statistic with continuity correction (one degree of freedom). NaN without discordant rows.</summary>
    public double ChiSquared { get; }

    /// <summary>Tests two counts of discordant rows.</summary>
    /// <param name="onlyFirstRight">Rows that only the first has right, at least 0.</param>
    /// <param name="onlySecondRight">Rows that only the second has right, at least 0.</param>
    /// <exception cref="EvaluationException">A count is negative, or their sum is more than an int holds.</exception>
    public static McNemarTest FromCounts(int onlyFirstRight, int onlySecondRight)
    {
        if (onlyFirstRight < 0 || onlySecondRight < 0 || (long)onlyFirstRight + onlySecondRight > int.MaxValue)
        {
            throw new EvaluationException($"{onlyFirstRight} and {onlySecondRight} are not counts of rows.");
        }

        return new(onlyFirstRight, onlySecondRight);
    }

    /// <summary>Tests the predictions of two classifiers on the same rows.</summary>
    /// <param name="labels">True classes [n].</param>
    /// <param name="first">Predictions of the first classifier [n].</param>
    /// <param name="second">Predictions of the second classifier [n].</param>
    /// <exception cref="EvaluationException">The lengths differ.</exception>
    public static McNemarTest FromPredictions(ReadOnlySpan<int> labels, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        Check.SameLength(labels.Length, first.Length, "predictions of the first classifier");
        Check.SameLength(labels.Length, second.Length, "predictions of the second classifier");
        int onlyFirst = 0, onlySecond = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            bool firstRight = first[row] == labels[row];
            bool secondRight = second[row] == labels[row];
            onlyFirst += firstRight && !secondRight ? 1 : 0;
            onlySecond += secondRight && !firstRight ? 1 : 0;
        }

        return new(onlyFirst, onlySecond);
    }

    /// <summary>The probability of k heads in n throws: halvings are mixed into the product so that nothing overflows.</summary>
    private static double FairCoinProbability(int n, int k)
    {
        double product = 1;
        int halvings = n;
        for (int i = 1; i <= k; i++)
        {
            product *= (n - k + i) / (double)i;
            while (product > 1 && halvings > 0)
            {
                product /= 2;
                halvings--;
            }
        }

        return Math.ScaleB(product, -halvings);
    }
}
