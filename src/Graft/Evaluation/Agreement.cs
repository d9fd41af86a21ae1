namespace Graft.Evaluation;

/// <summary>Agreement between labels and predictions beyond what the class frequencies alone would give.</summary>
public static class Agreement
{
    /// <summary>
    /// Mean recall over the classes that occur among the labels, in 0..1.
    /// </summary>
    /// <param name="matrix">The confusion matrix.</param>
    /// <param name="adjusted">
    /// Rescale so that chance is 0 and perfection 1: (b - 1/k) / (1 - 1/k) over the k classes that occur.
    /// Where only one class occurs that is NaN for a perfect score, else negative infinity.
    /// </param>
    public static double BalancedAccuracy(ConfusionMatrix matrix, bool adjusted = false)
    {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < matrix.ClassCount; c++)
        {
            if (matrix.Support(c) > 0)
            {
                sum += matrix[c, c] / (double)matrix.Support(c);
                present++;
            }
        }

        double balanced = sum / present;
        double chance = 1.0 / present;
        return adjusted ? (balanced - chance) / (1 - chance) : balanced;
    }

    /// <summary>
    /// Matthews' correlation coefficient over all classes (the multi-class form of Gorodkin, 2004), in -1..1;
    /// 0 where it is undefined because all labels or all predictions are one class.
    /// </summary>
    /// <param name="matrix">The confusion matrix.</param>
    public static double MatthewsCorrelation(ConfusionMatrix matrix)
    {
        double total = matrix.Total;
        double agreement = matrix.Correct * total;
        double labels = total * total, predictions = total * total;
        for (int c = 0; c < matrix.ClassCount; c++)
        {
            agreement -= (double)matrix.Support(c) * matrix.Predicted(c);
            labels -= (double)matrix.Support(c) * matrix.Support(c);
            predictions -= (double)matrix.Predicted(c) * matrix.Predicted(c);
        }

        return labels > 0 && predictions > 0 ? agreement / Math.Sqrt(labels * predictions) : 0;
    }

    /// <summary>
    /// Cohen's kappa (1960, weighted 1968): 1 minus observed over expected disagreement, at most 1.
    /// NaN where no disagreement is to be expected, that is, where labels and predictions are all one class.
    /// </summary>
    /// <param name="matrix">The confusion matrix.</param>
    /// <param name="weighting">How much a disagreement weighs; distances are between class indices.</param>
    public static double CohenKappa(ConfusionMatrix matrix, KappaWeighting weighting = KappaWeighting.None)
    {
        double observed = 0, expected = 0;
        for (int t = 0; t < matrix.ClassCount; t++)
        {
            for (int p = 0; p < matrix.ClassCount; p++)
            {
                double distance = Math.Abs(t - p);
                double weight = weighting switch
                {
                    KappaWeighting.None => t == p ? 0 : 1,
                    KappaWeighting.Linear => distance,
                    _ => distance * distance,
                };
                observed += weight * matrix[t, p];
                expected += weight * matrix.Support(t) * matrix.Predicted(p) / matrix.Total;
            }
        }

        return expected > 0 ? 1 - (observed / expected) : double.NaN;
    }
}
