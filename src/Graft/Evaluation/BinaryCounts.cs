namespace Graft.Evaluation;

/// <summary>One class against the rest: how often it was there, and how often it was predicted.</summary>
/// <param name="TruePositives">Rows of the class, predicted as such.</param>
/// <param name="FalsePositives">Rows of other classes, predicted as this one.</param>
/// <param name="FalseNegatives">Rows of the class, predicted as another.</param>
/// <param name="TrueNegatives">All other rows.</param>
public readonly record struct BinaryCounts(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>Rows of the class.</summary>
    public int Support => TruePositives + FalseNegatives;

    /// <summary>Rows predicted as the class.</summary>
    public int Predicted => TruePositives + FalsePositives;

    /// <summary>tp / (tp + fp).</summary>
    public double Precision(UndefinedScore undefined = UndefinedScore.Zero) => Divide(TruePositives, Predicted, undefined);

    /// <summary>tp / (tp + fn).</summary>
    public double Recall(UndefinedScore undefined = UndefinedScore.Zero) => Divide(TruePositives, Support, undefined);

    /// <summary>(1 + beta²) tp / (beta² (tp + fn) + tp + fp): undefined only for a class neither there nor predicted.</summary>
    /// <param name="beta">The weight of recall against precision; 1 weighs both alike.</param>
    /// <param name="undefined">The value of 0 / 0.</param>
    public double FScore(double beta = 1, UndefinedScore undefined = UndefinedScore.Zero) =>
        Divide((1 + (beta * beta)) * TruePositives, (beta * beta * Support) + Predicted, undefined);

    /// <summary>tp / (tp + fp + fn), the intersection over the union.</summary>
    public double Jaccard(UndefinedScore undefined = UndefinedScore.Zero) =>
        Divide(TruePositives, TruePositives + FalsePositives + FalseNegatives, undefined);

    internal PrecisionRecallF1 Scores(UndefinedScore undefined) =>
        new(Precision(undefined), Recall(undefined), FScore(1, undefined));

    private static double Divide(double part, double whole, UndefinedScore undefined) =>
        whole > 0 ? part / whole : undefined switch
        {
            UndefinedScore.Zero => 0,
            UndefinedScore.One => 1,
            _ => double.NaN,
        };
}
